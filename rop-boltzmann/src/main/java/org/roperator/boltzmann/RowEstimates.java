package org.roperator.boltzmann;

/**
 * What one sample says about ⟨f⟩ and {@code ⟨f D⟩}, each averaged in closed form where it can be.
 *
 * <p>Not safe for several threads.
 */
interface RowEstimates {

  /** The length of f. */
  int dimension();

  /** Writes an estimate of ⟨f⟩ from row r. */
  void means(int r, double[] f);

  /** Sets the direction v of {@code D = ⟨v, f⟩}. */
  void toward(double[] v);

  /** Writes estimates of ⟨f⟩ and {@code ⟨f D⟩} from row r; returns one of ⟨D⟩. */
  double products(int r, double[] f, double[] z);
}
