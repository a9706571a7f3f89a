package org.roperator.recurrent;

import java.util.Locale;
import java.util.Objects;
import org.roperator.recurrent.FixedPointSystems.Unsolved;
import org.roperator.recurrent.FixedPointSystems.Which;

/**
 * A product with the Hessian at equilibria, the tangents that it is made of, and whether it was to
 * be had; immutable.
 */
public final class RecurrentProduct {

  /** Outcome of a Hessian-vector product at an equilibrium. */
  public enum Outcome implements org.roperator.Outcome {
    /** Both systems of every pattern were solved. */
    SOLVED("every pattern's systems were solved"),
    /** A pattern does not settle, or has no derivative; {@link Equilibrium#outcome()} says why. */
    NO_DERIVATIVE("it has no derivative there"),
    /** The system of a pattern's R{x} was not solved to its tolerance. */
    TANGENT_NOT_SOLVED("its system for R{x} was not solved"),
    /** The system of a pattern's R{z} was not solved to its tolerance, though that of R{x} was. */
    ADJOINT_NOT_SOLVED("its system for R{z} was not solved");

    private final String explanation;

    Outcome(String explanation) {
      this.explanation = explanation;
    }

    @Override
    public String explanation() {
      return explanation;
    }

    @Override
    public boolean isSuccess() {
      return this == SOLVED;
    }
  }

  /** The first pattern, in their order, at which a product failed; for any number of threads. */
  static final class FirstFailure {

    private Outcome outcome = Outcome.SOLVED;
    private int pattern = Integer.MAX_VALUE;
    private double residual = Double.NaN;

    /** Of a pattern only the first report counts: a tangent's comes before its adjoint's. */
    synchronized void found(Outcome failed, int where, double left) {
      if (where < pattern) {
        outcome = failed;
        pattern = where;
        residual = left;
      }
    }

    /** A callback for the systems of patterns from a number on. */
    Unsolved from(int first) {
      return (which, row, left) ->
          found(
              which == Which.TANGENT ? Outcome.TANGENT_NOT_SOLVED : Outcome.ADJOINT_NOT_SOLVED,
              first + row,
              left);
    }

    synchronized RecurrentProduct product(
        double[] values, double[][] stateTangents, double[][] adjointTangents) {
      return new RecurrentProduct(
          values, stateTangents, adjointTangents, outcome, pattern, residual);
    }
  }

  private final double[] values;
  private final double[][] stateTangents;
  private final double[][] adjointTangents;
  private final Outcome outcome;
  private final int pattern;
  private final double residual;

  private RecurrentProduct(
      double[] values,
      double[][] stateTangents,
      double[][] adjointTangents,
      Outcome outcome,
      int pattern,
      double residual) {
    this.values = values;
    this.stateTangents = stateTangents;
    this.adjointTangents = adjointTangents;
    this.outcome = outcome;
    this.pattern = pattern;
    this.residual = residual;
  }

  /** H v in a fresh array; NaN unless the outcome is {@link Outcome#SOLVED}. */
  public double[] values() {
    return values.clone();
  }

  /**
   * R{y} of a pattern, how its equilibrium moves along v, a number per unit in a fresh array; NaN
   * where the pattern, or one computed with it, has no derivative.
   *
   * @param which the pattern's number, from 0
   */
  public double[] stateTangent(int which) {
    return stateTangents[Objects.checkIndex(which, stateTangents.length)].clone();
  }

  /**
   * R{z} of a pattern, how {@link RecurrentExpansion#adjoint} moves along v, a number per unit in a
   * fresh array; NaN where the pattern, or one computed with it, has no derivative.
   *
   * @param which the pattern's number, from 0
   */
  public double[] adjointTangent(int which) {
    return adjointTangents[Objects.checkIndex(which, adjointTangents.length)].clone();
  }

  /** Whether every pattern has its product, or what failed at the first that has none. */
  public Outcome outcome() {
    return outcome;
  }

  /** A sentence with the numbers behind the outcome. */
  public String reason() {
    if (outcome == Outcome.SOLVED) {
      return "Complete: " + outcome.explanation() + ".";
    }
    String reason = "Pattern " + pattern + ": " + outcome.explanation();
    return Double.isNaN(residual)
        ? reason + "."
        : reason
            + String.format(
                Locale.ROOT,
                "; what is left of it is %.3g of its right-hand side and solution.",
                residual);
  }

  @Override
  public String toString() {
    return outcome + ": " + reason();
  }
}
