package org.roperator.cli.run;

import org.roperator.cli.metrics.Meaning;

/**
 * What computed a result.
 *
 * @param blas the matrix library
 * @param threads how many threads
 * @param java the virtual machine
 */
public record Machine(
    @Meaning("the matrix library that computed it") String blas,
    @Meaning("the number of threads") int threads,
    @Meaning("the Java virtual machine") String java) {

  /** This one. */
  public static Machine of(Circumstances circumstances) {
    return new Machine(circumstances.blas(), circumstances.threads(), here());
  }

  /** The name and version of the virtual machine that this runs on. */
  public static String here() {
    return System.getProperty("java.vm.name") + " " + Runtime.version();
  }
}
