package org.roperator.autodiff;

import org.roperator.dense.Blas;

/**
 * The BLAS of all that is recorded: that of the process. Matrices meet in the middle of a program,
 * where nobody could hand over another.
 */
final class TapeBlas {

  private TapeBlas() {}

  static Blas get() {
    return Blas.instance();
  }
}
