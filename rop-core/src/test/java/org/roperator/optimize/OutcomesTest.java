package org.roperator.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.rule.Adam;
import org.roperator.optimize.rule.GradientDescent;
import org.roperator.optimize.rule.Lars;
import org.roperator.optimize.rule.ScaleAmendedSgd;
import org.roperator.optimize.smooth.LimitedMemoryBfgs;
import org.roperator.optimize.smooth.NewtonConjugateGradient;
import org.roperator.optimize.smooth.TrustRegionNewton;

/** Every method in every kind of trouble: the outcome that is true, as one can work out by hand. */
class OutcomesTest {

  private static final BlockNewton BLOCKS =
      BlockNewton.of(
          at -> {
            BlockDiagonal.Range all = new BlockDiagonal.Range(0, 2);
            return BlockDiagonal.of(
                2, List.of(new BlockDiagonal.Block<>("all", at.hessian(), List.of(all))));
          });

  private static final Map<String, Optimizer> METHODS = new LinkedHashMap<>();

  static {
    METHODS.put("newton", HessianFree.standard().withCurvature(Curvature.hessian()));
    // Every step of rate 0.1 on ½‖w‖² leaves 0.9 of w and of the gradient: 1e-8 after 175.
    METHODS.put("descent", Epochs.of(300).stepping(GradientDescent.ofRate(0.1)));
    METHODS.put("adam", Epochs.of(5000).stepping(Adam.ofRate(0.1)));
    METHODS.put("lars", Epochs.of(300).stepping(Lars.ofRate(0.1)));
    METHODS.put("amended", Epochs.of(300).stepping(ScaleAmendedSgd.ofRate(0.1)));
    METHODS.put("blocks", Epochs.of(300).stepping(BLOCKS));
    METHODS.put("l-bfgs", LimitedMemoryBfgs.standard());
    METHODS.put("newton-cg", NewtonConjugateGradient.standard());
    METHODS.put("trust", TrustRegionNewton.standard());
  }

  /**
   * What is true. Saddles and maxima: Newton's method leaves them, gradients alone name them. Rates
   * and Adam's ε are absolute: 1e-20 of a bowl moves nothing but LARS, which divides by the
   * gradient, and 1e20 of it makes descent at a rate diverge. α of the blocks is absolute too. A
   * value is asked for at the end alone but by Newton's method, a product where the gradient
   * vanished but by the methods of curvature. Of an interrupt in its last product the block method
   * is told at its next epoch. Trials that throw are steps that were too long: a method that finds
   * none short enough has failed by what was thrown.
   */
  private static final String TRUE =
      """
                        newton      descent         adam            lars         amended         blocks          l-bfgs      newton-cg   trust
      minimum           CONVERGED   CONVERGED       CONVERGED       CONVERGED    CONVERGED       CONVERGED       CONVERGED   CONVERGED   CONVERGED
      bowl              CONVERGED   CONVERGED       CONVERGED       CONVERGED    CONVERGED       CONVERGED       CONVERGED   CONVERGED   CONVERGED
      saddle            CONVERGED   SADDLE_POINT    SADDLE_POINT    SADDLE_POINT SADDLE_POINT    SADDLE_POINT    CONVERGED   CONVERGED   CONVERGED
      maximum           CONVERGED   SADDLE_POINT    SADDLE_POINT    SADDLE_POINT SADDLE_POINT    SADDLE_POINT    CONVERGED   CONVERGED   CONVERGED
      pass-to-abyss     UNBOUNDED   SADDLE_POINT    SADDLE_POINT    SADDLE_POINT SADDLE_POINT    SADDLE_POINT    UNBOUNDED   UNBOUNDED   UNBOUNDED
      ridge-top         UNBOUNDED   SADDLE_POINT    SADDLE_POINT    SADDLE_POINT SADDLE_POINT    SADDLE_POINT    UNBOUNDED   UNBOUNDED   UNBOUNDED
      cliff             UNBOUNDED   UNBOUNDED       UNBOUNDED       UNBOUNDED    UNBOUNDED       UNBOUNDED       UNBOUNDED   UNBOUNDED   UNBOUNDED
      abyss             UNBOUNDED   UNBOUNDED       UNBOUNDED       UNBOUNDED    UNBOUNDED       UNBOUNDED       UNBOUNDED   UNBOUNDED   UNBOUNDED
      bowl-1e-20        CONVERGED   ITERATION_LIMIT ITERATION_LIMIT CONVERGED    ITERATION_LIMIT ITERATION_LIMIT CONVERGED   CONVERGED   CONVERGED
      bowl-1e20         CONVERGED   NOT_FINITE      CONVERGED       CONVERGED    NOT_FINITE      CONVERGED       CONVERGED   CONVERGED   CONVERGED
      value-throws      FAILED      FAILED          FAILED          FAILED       FAILED          FAILED          FAILED      FAILED      FAILED
      expansion-throws  FAILED      FAILED          FAILED          FAILED       FAILED          FAILED          FAILED      FAILED      FAILED
      told-value-throws FAILED      FAILED          FAILED          FAILED       FAILED          FAILED          FAILED      FAILED      FAILED
      gradient-throws   FAILED      FAILED          FAILED          FAILED       FAILED          FAILED          FAILED      FAILED      FAILED
      hessian-throws    FAILED      FAILED          FAILED          FAILED       FAILED          FAILED          FAILED      FAILED      FAILED
      product-throws    FAILED      FAILED          FAILED          FAILED       FAILED          FAILED          FAILED      FAILED      FAILED
      value-stops       INTERRUPTED INTERRUPTED     INTERRUPTED     INTERRUPTED  INTERRUPTED     INTERRUPTED     INTERRUPTED INTERRUPTED INTERRUPTED
      expansion-stops   INTERRUPTED INTERRUPTED     INTERRUPTED     INTERRUPTED  INTERRUPTED     INTERRUPTED     INTERRUPTED INTERRUPTED INTERRUPTED
      product-stops     INTERRUPTED INTERRUPTED     INTERRUPTED     INTERRUPTED  INTERRUPTED     INTERRUPTED     INTERRUPTED INTERRUPTED INTERRUPTED
      value-nan         NOT_FINITE  NOT_FINITE      NOT_FINITE      NOT_FINITE   NOT_FINITE      NOT_FINITE      NOT_FINITE  NOT_FINITE  NOT_FINITE
      gradient-nan      NOT_FINITE  NOT_FINITE      NOT_FINITE      NOT_FINITE   NOT_FINITE      NOT_FINITE      NOT_FINITE  NOT_FINITE  NOT_FINITE
      product-nan       NOT_FINITE  NOT_FINITE      NOT_FINITE      NOT_FINITE   NOT_FINITE      NOT_FINITE      NOT_FINITE  NOT_FINITE  NOT_FINITE
      """;

  /** A function of two numbers with a diagonal Hessian, and what happens where it is asked. */
  private static final class Trouble implements Objective {

    private final IllegalStateException broken = new IllegalStateException("a broken program");
    private final double[] start;
    private final Function f;
    private String where = "nowhere";
    private UnaryOperator<double[]> happens = x -> x;

    private interface Function {
      /** E, ∂x, ∂y, ∂xx, ∂yy. */
      double[] at(double x, double y);
    }

    Trouble(double[] start, Function f) {
      this.start = start;
      this.f = f;
    }

    /** The same, but what it is asked for is run through something. */
    Trouble in(String where, UnaryOperator<double[]> happens) {
      this.where = where;
      this.happens = happens;
      return this;
    }

    Trouble brokenIn(String where) {
      return in(
          where,
          x -> {
            throw broken;
          });
    }

    private double[] answer(String what, double... numbers) {
      return what.equals(where) ? happens.apply(numbers) : numbers;
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public double value(double[] w) {
      return answer("value", f.at(w[0], w[1])[0])[0];
    }

    @Override
    public Expansion expandAt(double[] w) {
      double[] d = answer("expansion", f.at(w[0], w[1]));
      return new Expansion() {
        @Override
        public int dimension() {
          return 2;
        }

        @Override
        public double value() {
          return answer("told-value", d[0])[0];
        }

        @Override
        public double[] gradient() {
          return answer("gradient", d[1], d[2]);
        }

        @Override
        public SymmetricOperator hessian() {
          answer("hessian", d);
          return SymmetricOperator.of(
              2,
              (v, out) -> {
                double[] product = answer("product", d[3] * v[0], d[4] * v[1]);
                System.arraycopy(product, 0, out, 0, 2);
              });
        }
      };
    }
  }

  private static Trouble bowl(double scale, double... start) {
    return new Trouble(
        start,
        (x, y) -> new double[] {scale * (x * x + y * y) / 2, scale * x, scale * y, scale, scale});
  }

  private static double[] stopped(double[] asked) {
    Thread.currentThread().interrupt();
    return asked;
  }

  private static double[] nan(double[] asked) {
    double[] none = asked.clone();
    Arrays.fill(none, Double.NaN);
    return none;
  }

  private static Trouble trouble(String situation) {
    double[] zero = new double[2];
    double[] far = {3, -4};
    return switch (situation) {
      case "minimum" -> bowl(1, zero);
      case "bowl" -> bowl(1, far);
      case "saddle" ->
          new Trouble(
              zero,
              (x, y) ->
                  new double[] {
                    x * x - y * y + y * y * y * y / 4, 2 * x, y * y * y - 2 * y, 2, 3 * y * y - 2
                  });
      case "maximum" ->
          new Trouble(
              zero,
              (x, y) ->
                  new double[] {
                    Math.cos(x) + Math.cos(y),
                    -Math.sin(x),
                    -Math.sin(y),
                    -Math.cos(x),
                    -Math.cos(y)
                  });
      case "pass-to-abyss" ->
          new Trouble(
              zero,
              (x, y) ->
                  new double[] {
                    Math.abs(y) < 0.5 ? x * x - y * y : Double.NEGATIVE_INFINITY,
                    2 * x,
                    -2 * y,
                    2,
                    -2
                  });
      case "ridge-top" ->
          new Trouble(zero, (x, y) -> new double[] {x * x - y * y, 2 * x, -2 * y, 2, -2});
      case "cliff" ->
          new Trouble(
              new double[] {0, 1},
              (x, y) -> new double[] {y < 3 ? -y : Double.NEGATIVE_INFINITY, 0, -1, 0, 0});
      case "abyss" ->
          new Trouble(zero, (x, y) -> new double[] {Double.NEGATIVE_INFINITY, 1, 1, 1, 1});
      case "bowl-1e-20" -> bowl(1e-20, far);
      case "bowl-1e20" -> bowl(1e20, far);
      case "value-throws" -> bowl(1, far).brokenIn("value");
      case "expansion-throws" -> bowl(1, far).brokenIn("expansion");
      case "told-value-throws" -> bowl(1, far).brokenIn("told-value");
      case "gradient-throws" -> bowl(1, far).brokenIn("gradient");
      case "hessian-throws" -> bowl(1, far).brokenIn("hessian");
      case "product-throws" -> bowl(1, far).brokenIn("product");
      case "value-stops" -> bowl(1, far).in("value", OutcomesTest::stopped);
      case "expansion-stops" -> bowl(1, far).in("expansion", OutcomesTest::stopped);
      case "product-stops" -> bowl(1, far).in("product", OutcomesTest::stopped);
      case "value-nan" -> bowl(1, far).in("value", OutcomesTest::nan);
      case "gradient-nan" -> bowl(1, far).in("gradient", OutcomesTest::nan);
      case "product-nan" -> bowl(1, far).in("product", OutcomesTest::nan);
      default -> throw new IllegalArgumentException(situation);
    };
  }

  static Stream<Arguments> table() {
    List<String> rows = TRUE.lines().toList();
    String[] methods = rows.get(0).trim().split(" +", -1);
    return rows.stream()
        .skip(1)
        .map(row -> row.split(" +", -1))
        .flatMap(
            row ->
                Stream.iterate(0, i -> i < methods.length, i -> i + 1)
                    .map(
                        i ->
                            Arguments.of(
                                row[0], methods[i], OptimizationOutcome.valueOf(row[i + 1]))));
  }

  @ParameterizedTest
  @MethodSource("table")
  void outcomeIsTrue(String situation, String method, OptimizationOutcome outcome) {
    Trouble f = trouble(situation);
    OptimizationResult result;
    try {
      result = Objects.requireNonNull(METHODS.get(method)).minimize(f, f.start);
    } finally {
      assertEquals(situation.endsWith("-stops"), Thread.interrupted());
    }
    assertEquals(outcome, result.outcome(), result::toString);
    if (outcome == OptimizationOutcome.FAILED) {
      assertSame(f.broken, result.cause().orElseThrow());
      assertTrue(result.reason().contains("a broken program"), result::reason);
    } else {
      assertTrue(result.cause().isEmpty());
    }
    assertEquals(2, Arrays.stream(result.parameters()).filter(Double::isFinite).count());
    if (situation.startsWith("bowl") && outcome == OptimizationOutcome.CONVERGED) {
      // A hundred-millionth of the gradient at the start is one of w, whose length was 5.
      assertArrayEquals(new double[2], result.parameters(), 5e-8);
    }
  }

  @Test
  void whereThereIsNoHessianTheReasonSaysSo() {
    Trouble f =
        bowl(1, 3, -4)
            .in(
                "hessian",
                x -> {
                  throw new UnsupportedOperationException("no Hessian");
                });
    for (Optimizer method :
        List.of(
            Epochs.of(300).stepping(GradientDescent.ofRate(0.1)),
            HessianFree.standard().withCurvature(at -> SymmetricOperator.identity(2)))) {
      OptimizationResult result = method.minimize(f, f.start);
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), result::toString);
      assertTrue(result.reason().contains("no Hessian to tell a saddle by"), result::reason);
      assertTrue(result.cause().isEmpty());
    }
  }

  @Test
  void aCurvatureForOthersEndsARunThatIsUnderWayWithItsIterate() {
    IllegalArgumentException other = new IllegalArgumentException("for other objectives");
    Optimizer method =
        Epochs.of(300)
            .stepping(
                BLOCKS.withCurvatureFrom(
                    3,
                    at -> {
                      throw other;
                    }));
    Trouble f = bowl(1, 3, -4);
    OptimizationResult result = method.minimize(f, f.start);
    assertEquals(OptimizationOutcome.FAILED, result.outcome());
    assertSame(other, result.cause().orElseThrow());
    assertEquals(2, result.iterations());
    // Newton's step at a rate of 0.1 leaves 0.9 of w; C = I whatever α.
    assertArrayEquals(new double[] {3 * 0.81, -4 * 0.81}, result.parameters(), 1e-14);
  }
}
