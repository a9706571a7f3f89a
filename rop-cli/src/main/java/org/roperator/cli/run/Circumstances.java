package org.roperator.cli.run;

/**
 * What a run depends on besides its task.
 *
 * @param commandLine the command as it was given
 * @param seed what every random draw depends on
 * @param threads the number of threads
 * @param blas the matrix library in use
 */
public record Circumstances(String commandLine, long seed, int threads, String blas) {}
