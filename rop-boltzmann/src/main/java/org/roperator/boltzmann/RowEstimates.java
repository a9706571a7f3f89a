package org.roperator.boltzmann;

/**
 * What one sample says about ⟨f⟩ and {@code ⟨f D⟩}, each averaged in closed form where it can be.
 */
interface RowEstimates {

  /** Writes an estimate of ⟨f⟩ from row r. */
  void means(int r, double[] f);

  /** Writes an estimate of {@code ⟨f D⟩} from row r; returns one of ⟨D⟩. */
  double products(int r, double[] v, double[] z);
}
