/**
 * One small runnable main per idea: begin with {@link org.roperator.examples.QuickStart} and {@link
 * org.roperator.examples.TrainDigits}.
 */
@NullMarked
package org.roperator.examples;

import org.jspecify.annotations.NullMarked;
