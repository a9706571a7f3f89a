package org.roperator.optimize;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.roperator.contract.Samples;
import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Arguments;
import org.roperator.internal.Examples;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * Logistic regression with weight decay, its derivatives written by hand:
 *
 * <pre>
 * E(w) = (1/N) Σ ln(1 + exp(−tₙ xₙᵀw)) + ½ c‖w‖²,   tₙ = ±1
 * ∇E = −(1/N) Σ tₙ σ(−tₙ xₙᵀw) xₙ + cw
 * Hv = (1/N) Σ s(1 − s) (xₙᵀv) xₙ + cv,   s = σ(xₙᵀw)
 * </pre>
 *
 * The model is linear, so its Gauss-Newton matrix is its Hessian.
 */
public final class LogisticRegression implements FiniteSum {

  private final double[][] x;
  private final double[] t;
  private final double decay;
  private final AtomicLong passes;

  private LogisticRegression(double[][] x, double[] t, double decay, AtomicLong passes) {
    this.x = x;
    this.t = t;
    this.decay = decay;
    this.passes = passes;
  }

  /**
   * N examples of n features with labels of a random separating direction, a tenth of them flipped.
   */
  public static LogisticRegression random(long seed, int examples, int n, double decay) {
    RandomGenerator random = Samples.random(seed);
    double[] truth = Samples.gaussian(random, n);
    double[][] x = new double[examples][];
    double[] t = new double[examples];
    for (int i = 0; i < examples; i++) {
      x[i] = Samples.gaussian(random, n);
      t[i] = Math.signum(Vectors.dot(truth, x[i])) * (random.nextInt(10) == 0 ? -1 : 1);
    }
    return new LogisticRegression(x, t, decay, new AtomicLong());
  }

  /** Forward passes so far, over this sum and those restricted from it. */
  public long passes() {
    return passes.get();
  }

  @Override
  public int size() {
    return x.length;
  }

  @Override
  public int dimension() {
    return x[0].length;
  }

  @Override
  public FiniteSum restrictedTo(int[] examples) {
    Examples.requireIndices(examples, size());
    return new LogisticRegression(
        IntStream.of(examples).mapToObj(i -> x[i]).toArray(double[][]::new),
        IntStream.of(examples).mapToDouble(i -> t[i]).toArray(),
        decay,
        passes);
  }

  @Override
  public double value(double[] w) {
    requirePoint(w);
    passes.incrementAndGet();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double margin = t[i] * Vectors.dot(x[i], w);
      sum += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
    }
    return sum / x.length + 0.5 * decay * Vectors.dot(w, w);
  }

  @Override
  public FiniteSumExpansion expandAt(double[] w) {
    return new At(w.clone(), value(w));
  }

  private void requirePoint(double[] w) {
    Arguments.requireLength("The point", w, dimension(), "there are " + dimension() + " features");
    Arguments.requireFinite("The point", w);
  }

  private static double logistic(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private final class At implements FiniteSumExpansion {

    private final double[] w;
    private final double value;

    At(double[] w, double value) {
      this.w = w;
      this.value = value;
    }

    @Override
    public int dimension() {
      return w.length;
    }

    @Override
    public double value() {
      return value;
    }

    private double slope(int i) {
      return -t[i] * logistic(-t[i] * Vectors.dot(x[i], w));
    }

    @Override
    public double[] gradient() {
      double[] g = new double[w.length];
      Vectors.addScaled(decay, w, g);
      for (int i = 0; i < x.length; i++) {
        Vectors.addScaled(slope(i) / x.length, x[i], g);
      }
      return g;
    }

    @Override
    public SymmetricOperator hessian() {
      return SymmetricOperator.of(
          w.length,
          (v, out) -> {
            Arrays.fill(out, 0);
            Vectors.addScaled(decay, v, out);
            for (int i = 0; i < x.length; i++) {
              double s = logistic(Vectors.dot(x[i], w));
              Vectors.addScaled(s * (1 - s) * Vectors.dot(x[i], v) / x.length, x[i], out);
            }
          });
    }

    @Override
    public SymmetricOperator gaussNewton() {
      return hessian();
    }

    @Override
    public double[] meanSquaredGradient() {
      double[] d = new double[w.length];
      for (int i = 0; i < x.length; i++) {
        for (int j = 0; j < d.length; j++) {
          double g = slope(i) * x[i][j];
          d[j] += g * g / x.length;
        }
      }
      return d;
    }

    @Override
    public double[] regularizerDiagonal() {
      double[] diagonal = new double[w.length];
      Arrays.fill(diagonal, decay);
      return diagonal;
    }
  }
}
