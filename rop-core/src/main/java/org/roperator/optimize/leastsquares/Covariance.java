package org.roperator.optimize.leastsquares;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roperator.internal.Vectors;

/**
 * How far an estimate may be from what it estimates, to first order in the noise: the covariance of
 * the parameters. Immutable.
 *
 * <p>Of {@code LeastSquaresResult.covariance()} for plain least squares it is
 *
 * <pre>
 * σ̂² (JᵀJ)⁻¹,   σ̂² = ‖r‖²/(m − rank J)
 * </pre>
 *
 * <p>which supposes noise of one unknown variance in all residuals. Where parameters are not
 * determined, because J has a lower rank than columns, their variances are infinite, and their
 * covariances NaN; those of the others are as they are with any value of these.
 */
public final class Covariance {

  /**
   * A direction in which so much of a parameter moves without moving the residuals is one of it.
   */
  private static final double MOVES = 1e-8;

  private final double[][] matrix;
  private final double variance;
  private final int freedom;
  private final int rank;

  private Covariance(double[][] matrix, double variance, int freedom, int rank) {
    this.matrix = matrix;
    this.variance = variance;
    this.freedom = freedom;
    this.rank = rank;
  }

  /** The covariance of plain least squares. */
  static Covariance ofSquares(FitPoint point) {
    double[][] columns = point.columns();
    int n = columns.length;
    double[] scales = unit(columns);
    PivotedQr qr = new PivotedQr(columns);
    int rank = qr.rank();
    int freedom = point.residuals().length - rank;
    double[] r = point.residuals();
    double variance = freedom > 0 ? Vectors.dot(r, r) / freedom : Double.NaN;
    // (RᵀR)⁻¹ = XᵀX with the columns x of R⁻ᵀ.
    double[][] x = new double[n][];
    for (int i = 0; i < rank; i++) {
      double[] e = new double[rank];
      e[i] = 1;
      qr.solveLower(e);
      x[qr.order()[i]] = e;
    }
    boolean[] loose = undetermined(qr);
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double entry =
            loose[i] || loose[j]
                ? i == j ? Double.POSITIVE_INFINITY : Double.NaN
                : variance * (Vectors.dot(x[i], x[j]) / scales[i] / scales[j]);
        matrix[i][j] = entry;
        matrix[j][i] = entry;
      }
    }
    return new Covariance(matrix, variance, freedom, rank);
  }

  /** Which parameters move along a direction that J maps to zero. */
  private static boolean[] undetermined(PivotedQr qr) {
    int n = qr.order().length;
    int rank = qr.rank();
    boolean[] loose = new boolean[n];
    for (int k = rank; k < n; k++) {
      double[] along = new double[rank];
      for (int i = 0; i < rank; i++) {
        along[i] = qr.r(i, k);
      }
      qr.solveUpper(along);
      loose[qr.order()[k]] = true;
      for (int i = 0; i < rank; i++) {
        loose[qr.order()[i]] |= Math.abs(along[i]) > MOVES;
      }
    }
    return loose;
  }

  /** Divides columns by their norms and returns these; 1 for a column of zeros. */
  private static double[] unit(double[][] columns) {
    double[] norms = Scales.normsOf(columns);
    for (int j = 0; j < norms.length; j++) {
      norms[j] = norms[j] > 0 ? norms[j] : 1;
      for (int i = 0; i < columns[j].length; i++) {
        columns[j][i] /= norms[j];
      }
    }
    return norms;
  }

  /**
   * The covariance {@code σ̂²H⁻¹} with the whole Hessian H of F.
   *
   * @throws IllegalStateException if H is not positive definite
   */
  static Covariance ofHessian(FitPoint point) {
    double[][] inverse = Definite.inverse(point.hessian());
    int freedom = point.residuals().length - inverse.length;
    double[] r = point.residuals();
    double variance = freedom > 0 ? Vectors.dot(r, r) / freedom : Double.NaN;
    for (double[] row : inverse) {
      Vectors.scale(variance, row);
    }
    return new Covariance(inverse, variance, freedom, inverse.length);
  }

  /**
   * The sandwich {@code m/(m − n) A⁻¹ (Σ ψᵢ² JᵢJᵢᵀ) A⁻¹}.
   *
   * @param withCurvature whether A is the whole Hessian, or {@code Jᵀ diag(ψ′) J}
   * @throws IllegalStateException if A is not positive definite
   */
  static Covariance sandwich(FitPoint point, boolean withCurvature) {
    double[][] inverse = Definite.inverse(withCurvature ? point.hessian() : point.jacobianPart());
    int n = inverse.length;
    int m = point.residuals().length;
    int freedom = m - n;
    double[] psi = point.weights().slopes();
    double[][] influence = new double[n][];
    for (int j = 0; j < n; j++) {
      influence[j] = point.jacobian().times(inverse[j]);
      for (int i = 0; i < m; i++) {
        influence[j][i] *= psi[i];
      }
    }
    double factor = freedom > 0 ? (double) m / freedom : Double.NaN;
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        matrix[i][j] = factor * Vectors.dot(influence[i], influence[j]);
      }
    }
    double variance = freedom > 0 ? Vectors.dot(psi, psi) / freedom : Double.NaN;
    return new Covariance(matrix, variance, freedom, n);
  }

  /**
   * The covariances: n rows of n, in fresh arrays; NaN where there are no more residuals than n.
   */
  public double[][] matrix() {
    return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
  }

  /** The standard errors of the parameters, the roots of the diagonal. */
  public double[] standardErrors() {
    double[] errors = new double[matrix.length];
    for (int j = 0; j < errors.length; j++) {
      errors[j] = Math.sqrt(matrix[j][j]);
    }
    return errors;
  }

  /**
   * σ̂², the variance of the noise, {@code ‖ψ‖²/(m − rank)}: of the residuals themselves for plain
   * least squares; NaN where nothing is left to tell it by.
   */
  public double noiseVariance() {
    return variance;
  }

  /** How many residuals are left over, {@code m − rank}. */
  public int degreesOfFreedom() {
    return freedom;
  }

  /** How many combinations of parameters the residuals determine. */
  public int rank() {
    return rank;
  }

  /** The indices of the parameters that the residuals don't determine, rising. */
  public List<Integer> undetermined() {
    List<Integer> indices = new ArrayList<>();
    for (int j = 0; j < matrix.length; j++) {
      if (matrix[j][j] == Double.POSITIVE_INFINITY) {
        indices.add(j);
      }
    }
    return List.copyOf(indices);
  }

  @Override
  public String toString() {
    return "standard errors "
        + Arrays.toString(standardErrors())
        + " with "
        + freedom
        + " degrees of freedom"
        + (rank == matrix.length
            ? ""
            : "; the Jacobian has rank " + rank + ", parameters not determined: " + undetermined());
  }
}
