package org.roperator.cli.run;

import org.roperator.cli.metrics.Meaning;

/**
 * What wrote a file of metrics.
 *
 * @param command the command's name
 * @param ropVersion the version of this program
 */
public record Program(
    @Meaning("the command's name") String command,
    @Meaning("the version of Rop") String ropVersion) {}
