/**
 * The rop command: one class per subcommand.
 *
 * <p>Read {@link org.roperator.examples.command.Rop} first. A new idea is one more class beside
 * {@link org.roperator.examples.command.TrainCommand}, named in {@code Rop}'s annotation; it takes
 * its options from the mixins {@link org.roperator.examples.command.RunOptions}, {@link
 * org.roperator.examples.command.DataOptions} and {@link
 * org.roperator.examples.command.NetworkOptions}.
 */
@NullMarked
package org.roperator.examples.command;

import org.jspecify.annotations.NullMarked;
