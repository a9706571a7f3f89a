package org.roperator.recurrent;

/** Where the external input I of a unit enters. */
public enum InputPlace {
  /** Inside σ, {@code y = σ(Wᵀy + b + I)}: Pineda's convention, and most networks' of today. */
  INSIDE,
  /** Outside σ, {@code y = σ(Wᵀy + b) + I}: the convention of Pearlmutter's paper. */
  OUTSIDE
}
