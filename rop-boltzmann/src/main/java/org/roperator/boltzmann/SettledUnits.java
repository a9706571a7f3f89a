package org.roperator.boltzmann;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.roperator.dense.Blas;
import org.roperator.dense.LuFactorization;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

/** Coupled units by their mean-field equations; see {@link MeanField}. */
final class SettledUnits implements CoupledUnits<double[], double[]> {

  private static final double TILT = 1e-2;

  /** Below this change per sweep Newton's method takes over. */
  private static final double NEAR = 1e-6;

  private static final int MOST_NEWTON_STEPS = 20;

  /** Rounding of a mean whose field is a sum of some terms. */
  private static final double ROUNDING = 1e-14;

  /** What a settled point may be off by where saturated units round more. */
  private static final double SETTLED = 1e-12;

  /** The least pivot that counts as positive: where responses are known to some eight digits. */
  private static final double LEAST_PIVOT = 1e-6;

  private final UnitCoding coding;
  private final double[] couplings;
  private final int units;
  private final int sweeps;
  private final Blas blas;

  SettledUnits(UnitCoding coding, double[] couplings, int units, int sweeps, Blas blas) {
    this.coding = coding;
    this.couplings = couplings;
    this.units = units;
    this.sweeps = sweeps;
    this.blas = blas;
  }

  @Override
  public double[] work() {
    return new double[units];
  }

  @Override
  public double[] direction(double[] v) {
    return v;
  }

  @Override
  public Solution<double[], double[]> solve(double[] x, int from, Workers workers) {
    double[] fields = Arrays.copyOfRange(x, from, from + units);
    double[] y = new double[units];
    for (int i = 0; i < units; i++) {
      y[i] = coding.mean(fields[i] + TILT);
    }
    for (int sweep = 0; sweep < sweeps; sweep++) {
      if (relax(fields, y) < NEAR) {
        break;
      }
    }
    if (polish(fields, y) > SETTLED) {
      return new Failed(PhaseOutcome.NOT_SETTLED);
    }
    try {
      return new Solved(
          y,
          minusFreeEnergy(fields, y),
          new CholeskyDecomposition(symmetrized(y), 1e-9, LEAST_PIVOT).getSolver());
    } catch (NonPositiveDefiniteMatrixException notAMinimum) {
      return new Failed(PhaseOutcome.NOT_STABLE);
    }
  }

  private double field(double[] fields, double[] y, int i) {
    return fields[i] + LayerPair.dot(couplings, i * units, y, 0, units);
  }

  /** Sets each unit in turn to its mean; returns the largest change. */
  private double relax(double[] fields, double[] y) {
    double change = 0;
    for (int i = 0; i < units; i++) {
      double mean = coding.mean(field(fields, y, i));
      change = Math.max(change, Math.abs(mean - y[i]));
      y[i] = mean;
    }
    return change;
  }

  /** Newton steps while they bring the residual down; returns its largest entry. */
  private double polish(double[] fields, double[] y) {
    double[] residual = new double[units];
    double size = residual(fields, y, residual);
    double[] next = new double[units];
    for (int step = 0; step < MOST_NEWTON_STEPS && size > ROUNDING; step++) {
      double[] moved = newton(fields, y, residual);
      if (moved.length == 0) {
        return size;
      }
      double after = residual(fields, moved, next);
      if (!(after < size)) {
        return size;
      }
      System.arraycopy(moved, 0, y, 0, units);
      System.arraycopy(next, 0, residual, 0, units);
      size = after;
    }
    return size;
  }

  private double residual(double[] fields, double[] y, double[] residual) {
    double size = 0;
    for (int i = 0; i < units; i++) {
      residual[i] = coding.mean(field(fields, y, i)) - y[i];
      size = Math.max(size, Math.abs(residual[i]));
    }
    return size;
  }

  /** {@code y + (I − SΘ)⁻¹ r}, or nothing where that matrix is singular. */
  private double[] newton(double[] fields, double[] y, double[] residual) {
    double[] matrix = new double[units * units];
    for (int i = 0; i < units; i++) {
      double s = coding.variance(coding.mean(field(fields, y, i)));
      for (int j = 0; j < units; j++) {
        matrix[i * units + j] = (i == j ? 1 : 0) - s * couplings[i * units + j];
      }
    }
    LuFactorization lu = LuFactorization.of(units, matrix, blas);
    if (lu.isSingular()) {
      return new double[0];
    }
    double[] step = residual.clone();
    lu.solve(step, 1, new double[units]);
    Vectors.addScaled(1, y, step);
    return step;
  }

  private Array2DRowRealMatrix symmetrized(double[] y) {
    double[][] matrix = new double[units][units];
    for (int i = 0; i < units; i++) {
      for (int j = 0; j <= i; j++) {
        double root = Math.sqrt(coding.variance(y[i]) * coding.variance(y[j]));
        matrix[i][j] = (i == j ? 1 : 0) - root * couplings[i * units + j];
        matrix[j][i] = matrix[i][j];
      }
    }
    return new Array2DRowRealMatrix(matrix, false);
  }

  private double minusFreeEnergy(double[] fields, double[] y) {
    double sum = 0;
    for (int i = 0; i < units; i++) {
      double pairs = 0.5 * LayerPair.dot(couplings, i * units, y, 0, units);
      sum += y[i] * (pairs + fields[i]) + coding.entropy(y[i]);
    }
    return sum;
  }

  /** No solution. */
  private record Failed(PhaseOutcome outcome) implements Solution<double[], double[]> {

    @Override
    public double logPartition() {
      return Double.NaN;
    }

    @Override
    public void means(double[] work, double[] linear, double[] pairs) {
      throw new IllegalStateException(outcome.explanation());
    }

    @Override
    public void response(
        double[] v, double[] vx, int from, double[] work, double[] linear, double[] pairs) {
      throw new IllegalStateException(outcome.explanation());
    }
  }

  private final class Solved implements Solution<double[], double[]> {
    private final double[] y;
    private final double logPartition;
    private final DecompositionSolver solver;

    Solved(double[] y, double logPartition, DecompositionSolver solver) {
      this.y = y;
      this.logPartition = logPartition;
      this.solver = solver;
    }

    @Override
    public PhaseOutcome outcome() {
      return PhaseOutcome.SETTLED;
    }

    @Override
    public double logPartition() {
      return logPartition;
    }

    @Override
    public void means(double[] work, double[] linear, double[] pairs) {
      System.arraycopy(y, 0, linear, 0, units);
      for (int i = 0; i < units; i++) {
        for (int j = 0; j < units; j++) {
          pairs[i * units + j] = y[i] * y[j];
        }
      }
    }

    @Override
    public void response(
        double[] v, double[] vx, int from, double[] work, double[] linear, double[] pairs) {
      // (I − S^½ Θ S^½) z = S^½ (V y + v),  R{y} = S^½ z.
      for (int i = 0; i < units; i++) {
        double drive = vx[from + i] + LayerPair.dot(v, i * units, y, 0, units);
        work[i] = Math.sqrt(coding.variance(y[i])) * drive;
      }
      double[] z = solver.solve(new ArrayRealVector(work, false)).toArray();
      for (int i = 0; i < units; i++) {
        linear[i] = Math.sqrt(coding.variance(y[i])) * z[i];
      }
      for (int i = 0; i < units; i++) {
        for (int j = 0; j < units; j++) {
          pairs[i * units + j] = linear[i] * y[j] + y[i] * linear[j];
        }
      }
    }
  }
}
