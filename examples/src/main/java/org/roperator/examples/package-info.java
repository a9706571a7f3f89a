/**
 * The rop command, and one small runnable main per idea.
 *
 * <p>The mains in this package each show one idea in a few lines: begin with {@link
 * org.roperator.examples.TrainDigits}. The command lives in the package {@code command}, one class
 * per subcommand.
 */
@NullMarked
package org.roperator.examples;

import org.jspecify.annotations.NullMarked;
