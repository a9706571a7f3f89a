package org.roperator.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.roperator.contract.RidgeSum;
import org.roperator.contract.RidgeSum.Profile;
import org.roperator.contract.Samples;
import org.roperator.function.Expansion;
import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.function.Objective;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/** A zoo of broken objectives: each gets the verdict of its own kind and words that point at it. */
class BrokenObjectivesTest {

  private static final ParameterLayout LAYOUT =
      ParameterLayout.builder().add("W", 4, 4).add("b", 4).build();
  private static final int N = LAYOUT.dimension();
  private static final RidgeSum RIGHT =
      RidgeSum.random(
          Samples.random(11),
          LAYOUT,
          30,
          Profile.SINE,
          Profile.TANH,
          Profile.BELL,
          Profile.HYPERBOLA,
          Profile.SOFTPLUS);
  private static final double[] W = Samples.gaussian(Samples.random(12), N);

  private final List<Exhibit> zoo = new ArrayList<>();

  private void add(String name, Objective objective, Verdict verdict, String... words) {
    add(name, objective, W, verdict, words);
  }

  private void add(
      String name, Objective objective, double[] point, Verdict verdict, String... words) {
    zoo.add(new Exhibit(name, objective, () -> point, verdict, List.of(words)));
  }

  @TestFactory
  List<DynamicTest> everyDefectIsNamed() {
    wrongGradients();
    wrongHessians();
    wrongOperators();
    staleStates();
    sharedArrays();
    badNumbers();
    return zoo.stream().map(Exhibit::test).toList();
  }

  private void wrongGradients() {
    add(
        "gradient: wrong sign of one entry",
        Broken.of(RIGHT).gradient((w, g) -> g[6] = -g[6]),
        Verdict.WRONG_GRADIENT,
        "One entry alone",
        "W[1,2]",
        "the opposite sign");
    add(
        "gradient: factor 2",
        Broken.of(RIGHT).gradient((w, g) -> Vectors.scale(2, g)),
        Verdict.WRONG_GRADIENT,
        "2 times what it should be everywhere");
    add(
        "gradient: wrong sign throughout",
        Broken.of(RIGHT).gradient((w, g) -> Vectors.scale(-1, g)),
        Verdict.WRONG_GRADIENT,
        "of the opposite sign everywhere");
    add(
        "gradient: zero",
        Broken.of(RIGHT).gradient((w, g) -> Arrays.fill(g, 0)),
        Verdict.WRONG_GRADIENT,
        "It is zero");
    add(
        "gradient: decay term missing",
        Broken.of(RIGHT).gradient((w, g) -> Vectors.addScaled(-0.01, w, g)),
        Verdict.WRONG_GRADIENT,
        "-0.01 times w");
    add(
        "gradient: biases missing",
        Broken.of(RIGHT).gradient((w, g) -> Arrays.fill(g, 16, 20, 0)),
        Verdict.WRONG_GRADIENT,
        "4 of 20 entries are wrong, all in b");
    add(
        "gradient: rows and columns exchanged",
        Broken.of(RIGHT).gradient((w, g) -> transpose(g)),
        Verdict.WRONG_GRADIENT,
        "In W rows and columns are exchanged");
    add(
        "gradient: one entry off by a hundred-thousandth",
        Broken.of(RIGHT).gradient((w, g) -> g[17] += 1e-5 * Vectors.norm(g)),
        Verdict.WRONG_GRADIENT,
        "b[1]");
    add(
        "gradient: terms dropped, and the Hessian is its derivative",
        Broken.of(RIGHT.evenTerms()).value(RIGHT::value),
        Verdict.WRONG_GRADIENT,
        "Every entry is wrong");
    add(
        "gradient: indices off by one",
        Broken.of(RIGHT).gradient((w, g) -> System.arraycopy(g.clone(), 0, g, 1, g.length - 1)),
        Verdict.WRONG_GRADIENT,
        "entries are wrong");
    add(
        "gradient: sum instead of mean",
        new MeanOverThree(true, false),
        new double[] {0.3, -0.4},
        Verdict.WRONG_GRADIENT,
        "3 times what it should be, as a sum is of a mean over 3");
  }

  private void wrongHessians() {
    add(
        "Hv: terms dropped",
        Broken.of(RIGHT)
            .product(
                (w, v, hv) ->
                    System.arraycopy(
                        RIGHT.evenTerms().expandAt(w).hessian().times(v), 0, hv, 0, N)),
        Verdict.WRONG_HESSIAN,
        "Every entry is wrong");
    add(
        "Hv: factor one half",
        Broken.of(RIGHT).product((w, v, hv) -> Vectors.scale(0.5, hv)),
        Verdict.WRONG_HESSIAN,
        "0.5 times what it should be everywhere");
    add(
        "Hv: wrong sign",
        Broken.of(RIGHT).product((w, v, hv) -> Vectors.scale(-1, hv)),
        Verdict.WRONG_HESSIAN,
        "of the opposite sign");
    add(
        "Hv: zero",
        Broken.of(RIGHT).product((w, v, hv) -> Arrays.fill(hv, 0)),
        Verdict.WRONG_HESSIAN,
        "It is zero");
    add(
        "Hv: damping left in",
        Broken.of(RIGHT).product((w, v, hv) -> Vectors.addScaled(0.125, v, hv)),
        Verdict.WRONG_HESSIAN,
        "0.125 times v");
    add(
        "Hv: multiple of the gradient instead",
        Broken.of(RIGHT)
            .product(
                (w, v, hv) -> {
                  double[] g = RIGHT.expandAt(w).gradient();
                  Vectors.addScaled(Vectors.dot(g, v), g, hv);
                }),
        Verdict.WRONG_HESSIAN,
        "times the gradient");
    add(
        "Hv: rows and columns of W exchanged on both sides",
        Broken.of(RIGHT)
            .product(
                (w, v, hv) -> {
                  double[] exchanged = v.clone();
                  transpose(exchanged);
                  RIGHT.expandAt(w).hessian().apply(exchanged, hv);
                  transpose(hv);
                }),
        Verdict.WRONG_HESSIAN,
        "The wrong blocks of H are (W, W), (b, W), (W, b).");
    add(
        "Hv: one diagonal entry",
        Broken.of(RIGHT).product((w, v, hv) -> hv[5] += 0.25 * v[5]),
        Verdict.WRONG_HESSIAN,
        "One entry alone",
        "W[1,1]");
    add(
        "Hv: block between W and b missing",
        Broken.of(RIGHT)
            .product(
                (w, v, hv) -> {
                  double[] left = v.clone();
                  Arrays.fill(left, 16, N, 0);
                  double[] right = v.clone();
                  Arrays.fill(right, 0, 16, 0);
                  SymmetricOperator h = RIGHT.expandAt(w).hessian();
                  double[] hLeft = h.times(left);
                  double[] hRight = h.times(right);
                  System.arraycopy(hLeft, 0, hv, 0, 16);
                  System.arraycopy(hRight, 16, hv, 16, 4);
                }),
        Verdict.WRONG_HESSIAN,
        "The wrong blocks of H are (b, W), (W, b).");
    add(
        "Hv: a millionth too large",
        Broken.of(RIGHT).product((w, v, hv) -> Vectors.scale(1 + 1e-6, hv)),
        Verdict.WRONG_HESSIAN,
        "1.000001 times what it should be everywhere");
    add(
        "Hv: frozen at the first point",
        frozenHessian(),
        Verdict.STALE_STATE,
        "belongs to the first point");
    add(
        "Hv: Gauss-Newton handed out as the Hessian",
        new MeanOverThree(false, true),
        new double[] {0.3, -0.4},
        Verdict.WRONG_HESSIAN,
        "the product of the Gauss-Newton operator");
  }

  private void wrongOperators() {
    add(
        "Hv: not symmetric",
        Broken.of(RIGHT).product((w, v, hv) -> hv[3] += 0.2 * v[18]),
        Verdict.NOT_SYMMETRIC,
        "W[0,3]",
        "b[2]");
    add(
        "Hv: quadratic in v",
        Broken.of(RIGHT).product((w, v, hv) -> hv[0] += 0.1 * v[0] * v[0]),
        Verdict.NOT_LINEAR);
    add(
        "Hv: absolute value of v",
        Broken.of(RIGHT).product((w, v, hv) -> hv[2] += 0.1 * Math.abs(v[2])),
        Verdict.NOT_LINEAR);
    add(
        "Hv: a constant added",
        Broken.of(RIGHT).product((w, v, hv) -> hv[1] += 0.1),
        Verdict.NOT_LINEAR);
    add(
        "applyAll: wrong last product",
        new BadBlock(),
        Verdict.WRONG_HESSIAN,
        "applyAll and single products differ");
    add(
        "gaussNewton: indefinite",
        new MeanOverThree(false, false),
        new double[] {0.3, -0.4},
        Verdict.WRONG_GAUSS_NEWTON,
        "⟨v, Gv⟩ = -");
  }

  private void staleStates() {
    AtomicReference<double[]> last = new AtomicReference<>(new double[N]);
    add(
        "gradient: that of the point before",
        Broken.of(RIGHT)
            .gradient(
                (w, g) ->
                    System.arraycopy(
                        RIGHT.expandAt(last.getAndSet(w.clone())).gradient(), 0, g, 0, N)),
        Verdict.STALE_STATE,
        "the gradient (W[0,0])");
    double[] first = RIGHT.expandAt(W).gradient();
    add(
        "gradient: cached for ever",
        Broken.of(RIGHT).gradient((w, g) -> System.arraycopy(first, 0, g, 0, N)),
        Verdict.STALE_STATE,
        "the same, bit for bit, at two points");
    double[] buffer = new double[N];
    add(
        "gradient: one buffer for all expansions",
        new Whole(
            w -> {
              Expansion at = RIGHT.expandAt(w);
              System.arraycopy(at.gradient(), 0, buffer, 0, N);
              return Broken.expansion(at.value(), buffer, at.hessian());
            }),
        Verdict.STALE_STATE,
        "share a work array");
    RandomGenerator dropout = Samples.random(5);
    add(
        "value: dropout drawn at every call",
        Broken.of(RIGHT).value(w -> RIGHT.value(w) * (1 + 0.01 * Gaussian.draw(dropout))),
        Verdict.NOT_DETERMINISTIC,
        "the value",
        "drawn at every call");
    AtomicInteger calls = new AtomicInteger();
    add(
        "gradient: sums in changing order",
        Broken.of(RIGHT).gradient((w, g) -> g[4] += calls.incrementAndGet() % 3 * Math.ulp(g[4])),
        Verdict.NOT_DETERMINISTIC,
        "W[1,0]",
        "added in changing order");
  }

  private void sharedArrays() {
    add(
        "w kept by reference",
        new Whole(
            w -> {
              Expansion at = RIGHT.expandAt(w);
              return Broken.expansion(
                  at.value(),
                  at.gradient(),
                  SymmetricOperator.of(N, (v, out) -> RIGHT.expandAt(w).hessian().apply(v, out)));
            }),
        Verdict.SHARED_ARRAYS,
        "keeps w instead of a copy",
        "Hv (W[0,0])");
    add(
        "gradient handed out without a copy",
        new Whole(
            w -> {
              Expansion at = RIGHT.expandAt(w);
              double[] own = at.gradient();
              return new Expansion() {
                @Override
                public int dimension() {
                  return N;
                }

                @Override
                public double value() {
                  return at.value();
                }

                @Override
                public double[] gradient() {
                  return own;
                }

                @Override
                public SymmetricOperator hessian() {
                  return at.hessian();
                }
              };
            }),
        Verdict.SHARED_ARRAYS,
        "hands out its own array");
    add(
        "w modified",
        new Whole(
            w -> {
              Expansion at = RIGHT.expandAt(w);
              w[0] = 0;
              return at;
            }),
        Verdict.SHARED_ARRAYS,
        "modifies w");
    add(
        "v modified",
        Broken.of(RIGHT).product((w, v, hv) -> v[0] = 0),
        Verdict.SHARED_ARRAYS,
        "modifies its direction");
    add(
        "product added to what stood there",
        new Whole(
            w -> {
              Expansion at = RIGHT.expandAt(w);
              return Broken.expansion(
                  at.value(),
                  at.gradient(),
                  SymmetricOperator.of(
                      N, (v, out) -> Vectors.addScaled(1, at.hessian().times(v), out)));
            }),
        Verdict.ADDS_TO_OUT,
        "adds to what stood in its array",
        "in every entry");
    add(
        "product added in one block alone",
        written(
            (hv, out) -> {
              for (int i = 0; i < N; i++) {
                out[i] = i < 16 ? hv[i] : out[i] + hv[i];
              }
            }),
        Verdict.ADDS_TO_OUT,
        "in 4 of 20 entries; the first is b[0]");
    add(
        "product added to a half of what stood there",
        written(
            (hv, out) -> {
              for (int i = 0; i < N; i++) {
                out[i] = 0.5 * out[i] + hv[i];
              }
            }),
        Verdict.ADDS_TO_OUT,
        "0.500000 times what stood");
    add(
        "product written in part",
        written((hv, out) -> System.arraycopy(hv, 0, out, 0, 16)),
        Verdict.SHARED_ARRAYS,
        "does not overwrite");
    add("applyAll: added to what stood there", new AddingBlock(), Verdict.ADDS_TO_OUT, "applyAll");
  }

  /** A product of one's own way to write: given Hv and the array to write to. */
  private static Objective written(BiConsumer<double[], double[]> write) {
    return new Whole(
        w -> {
          Expansion at = RIGHT.expandAt(w);
          return Broken.expansion(
              at.value(),
              at.gradient(),
              SymmetricOperator.of(N, (v, out) -> write.accept(at.hessian().times(v), out)));
        });
  }

  private void badNumbers() {
    add(
        "value and expansion differ",
        Broken.of(RIGHT).expansionValueShiftedBy(0.01),
        Verdict.VALUES_DISAGREE);
    add(
        "gradient: NaN",
        Broken.of(RIGHT).gradient((w, g) -> g[9] = Double.NaN),
        Verdict.NOT_FINITE,
        "one entry that is not finite",
        "W[2,1] = NaN");
    add(
        "Hv: infinite",
        Broken.of(RIGHT).product((w, v, hv) -> hv[19] = Double.POSITIVE_INFINITY),
        Verdict.NOT_FINITE,
        "b[3] = Infinity");
    add("value: NaN", Broken.of(RIGHT).value(w -> Double.NaN), Verdict.NOT_FINITE, "value is NaN");
    add(
        "throws",
        Broken.of(RIGHT)
            .gradient(
                (w, g) -> {
                  throw new IllegalStateException("not initialized");
                }),
        Verdict.THROWS,
        "IllegalStateException: not initialized");
    add(
        "gradient of another length",
        new Whole(
            w ->
                Broken.expansion(RIGHT.value(w), new double[N + 1], SymmetricOperator.identity(N))),
        Verdict.WRONG_SHAPE,
        "dimension 20",
        "gradient 21");
    add(
        "value: rough",
        Broken.of(RIGHT).value(w -> RIGHT.value(w) + 1e-4 * roughness(w)),
        Verdict.LOW_PRECISION,
        "Values carry about 6 digits");
    add(
        "value: single precision",
        Broken.of(RIGHT).value(w -> (float) RIGHT.value(w)),
        Verdict.LOW_PRECISION,
        "as single precision does");
    add(
        "gradient: single precision",
        Broken.of(RIGHT)
            .gradient(
                (w, g) -> {
                  for (int i = 0; i < g.length; i++) {
                    g[i] = (float) g[i];
                  }
                }),
        Verdict.LOW_PRECISION,
        "Gradients carry about",
        "as single precision does");
    add(
        "Hv: single precision",
        Broken.of(RIGHT)
            .product(
                (w, v, hv) -> {
                  for (int i = 0; i < hv.length; i++) {
                    hv[i] = (float) hv[i];
                  }
                }),
        Verdict.LOW_PRECISION,
        "an exact product has 16 digits");
    double[] onTheKink = W.clone();
    onTheKink[7] = 0;
    add("kink at the point", withKink(0), onTheKink, Verdict.KINK, "on one side");
    Objective jump =
        Broken.of(RIGHT)
            .value(w -> RIGHT.value(w) + Math.max(w[7], 0) * w[7])
            .gradient((w, g) -> g[7] += 2 * Math.max(w[7], 0));
    add("second derivative jumps at the point", jump, onTheKink, Verdict.WRONG_HESSIAN);
    add("kink beside the point", withKink(W[7] + 3e-4), Verdict.CORRECT);
    add("the function that nothing is wrong with", RIGHT, Verdict.CORRECT);
  }

  private static Objective withKink(double where) {
    return Broken.of(RIGHT)
        .value(w -> RIGHT.value(w) + 0.5 * Math.abs(w[7] - where))
        .gradient((w, g) -> g[7] += 0.5 * Math.signum(w[7] - where));
  }

  private static Objective frozenHessian() {
    List<SymmetricOperator> made = new ArrayList<>();
    return new Whole(
        w -> {
          Expansion at = RIGHT.expandAt(w);
          made.add(at.hessian());
          return Broken.expansion(at.value(), at.gradient(), made.get(0));
        });
  }

  /** A number between −1 and 1 that looks random, but is the same for the same w. */
  private static double roughness(double[] w) {
    return 2 * Samples.random(Arrays.hashCode(w)).nextDouble() - 1;
  }

  private static void transpose(double[] x) {
    double[] before = x.clone();
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        x[4 * i + j] = before[4 * j + i];
      }
    }
  }

  /** Values of the right function with expansions of one's own. */
  private record Whole(Function<double[], Expansion> expand) implements Objective {

    @Override
    public int dimension() {
      return N;
    }

    @Override
    public ParameterLayout layout() {
      return LAYOUT;
    }

    @Override
    public double value(double[] w) {
      return RIGHT.value(w);
    }

    @Override
    public Expansion expandAt(double[] w) {
      return expand.apply(w);
    }
  }

  /** {@code applyAll} gets its last product wrong. */
  private static final class BadBlock implements Objective {

    @Override
    public int dimension() {
      return N;
    }

    @Override
    public double value(double[] w) {
      return RIGHT.value(w);
    }

    @Override
    public Expansion expandAt(double[] w) {
      Expansion at = RIGHT.expandAt(w);
      SymmetricOperator bad =
          new SymmetricOperator() {
            @Override
            public int dimension() {
              return N;
            }

            @Override
            public void apply(double[] v, double[] out) {
              at.hessian().apply(v, out);
            }

            @Override
            public void applyAll(double[][] vs, double[][] outs) {
              at.hessian().applyAll(vs, outs);
              outs[outs.length - 1][0] += 1;
            }
          };
      return Broken.expansion(at.value(), at.gradient(), bad);
    }
  }

  /** {@code applyAll} adds where {@code apply} overwrites. */
  private static final class AddingBlock implements Objective {

    @Override
    public int dimension() {
      return N;
    }

    @Override
    public double value(double[] w) {
      return RIGHT.value(w);
    }

    @Override
    public Expansion expandAt(double[] w) {
      Expansion at = RIGHT.expandAt(w);
      SymmetricOperator adding =
          new SymmetricOperator() {
            @Override
            public int dimension() {
              return N;
            }

            @Override
            public void apply(double[] v, double[] out) {
              at.hessian().apply(v, out);
            }

            @Override
            public void applyAll(double[][] vs, double[][] outs) {
              for (int k = 0; k < vs.length; k++) {
                Vectors.addScaled(1, at.hessian().times(vs[k]), outs[k]);
              }
            }
          };
      return Broken.expansion(at.value(), at.gradient(), adding);
    }
  }

  /**
   * {@code E = ⅓ Σₙ ½ (sin(w₀ + n) + w₁ − 1)²}, three examples of a nonlinear model, with a
   * gradient summed instead of averaged, or a Gauss-Newton operator instead of the Hessian; or else
   * a Gauss-Newton operator of the wrong sign.
   */
  private record MeanOverThree(boolean sums, boolean gaussNewtonAsHessian) implements FiniteSum {

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public int size() {
      return 3;
    }

    @Override
    public FiniteSum restrictedTo(int[] examples) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double value(double[] w) {
      return expandAt(w).value();
    }

    @Override
    public FiniteSumExpansion expandAt(double[] w) {
      double value = 0;
      double[] g = new double[2];
      double[][] h = new double[2][2];
      double[][] gn = new double[2][2];
      for (int n = 0; n < 3; n++) {
        double r = Math.sin(w[0] + n) + w[1] - 1;
        double c = Math.cos(w[0] + n);
        value += r * r / 6;
        g[0] += r * c / 3;
        g[1] += r / 3;
        gn[0][0] += c * c / 3;
        gn[0][1] += c / 3;
        gn[1][0] += c / 3;
        gn[1][1] += 1.0 / 3;
        h[0][0] -= r * Math.sin(w[0] + n) / 3;
      }
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
          h[i][j] += gn[i][j];
        }
      }
      if (sums) {
        Vectors.scale(3, g);
      }
      SymmetricOperator gaussNewton = SymmetricOperator.symmetric(gn);
      SymmetricOperator hessian =
          gaussNewtonAsHessian ? gaussNewton : SymmetricOperator.symmetric(h);
      boolean wrongSign = !sums && !gaussNewtonAsHessian;
      return new MeanAt(
          Broken.expansion(value, g, hessian), wrongSign ? gaussNewton.scaledBy(-1) : gaussNewton);
    }
  }

  private record MeanAt(Expansion plain, SymmetricOperator gaussNewton)
      implements FiniteSumExpansion {

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public double value() {
      return plain.value();
    }

    @Override
    public double[] gradient() {
      return plain.gradient();
    }

    @Override
    public SymmetricOperator hessian() {
      return plain.hessian();
    }

    @Override
    public double[] meanSquaredGradient() {
      return new double[2];
    }

    @Override
    public double[] regularizerDiagonal() {
      return new double[2];
    }
  }
}
