/**
 * The rop command: one class per subcommand.
 *
 * <p>Read {@link org.roperator.cli.command.Rop} first. A new idea is one more class beside {@link
 * org.roperator.cli.command.TrainCommand}, named in {@code Rop}'s annotation; it takes its options
 * from the mixins {@link org.roperator.cli.command.RunOptions}, {@link
 * org.roperator.cli.command.DataOptions} and {@link org.roperator.cli.command.NetworkOptions}.
 */
@NullMarked
package org.roperator.cli.command;

import org.jspecify.annotations.NullMarked;
