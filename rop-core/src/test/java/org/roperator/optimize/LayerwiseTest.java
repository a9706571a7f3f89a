package org.roperator.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.function.ParameterLayout;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.ScaleAmendedSgd.LayerKind;

/** Methods with a rate for each layer. */
class LayerwiseTest {

  /** Two layers and a vector before them; an array of three extents has its first as rows. */
  private static final ParameterLayout TWO_LAYERS =
      ParameterLayout.builder()
          .add("gain")
          .add("layer1.W", 2, 1, 2)
          .add("layer1.b", 2)
          .add("layer2.W", 1, 2)
          .add("layer2.b", 1)
          .build();

  /** Rows (3, 4), (0, 5) and (2, 1). */
  private static final double[] POINT = {7, 3, 4, 0, 5, 1, 1, 2, 1, 1};

  /** ½‖w‖² by name, whose gradient is w. */
  private record Named(ParameterLayout layout, Objective inner) implements Objective {

    static Named halfSquare(ParameterLayout layout) {
      int n = layout.dimension();
      return new Named(layout, Objective.quadratic(SymmetricOperator.identity(n), new double[n]));
    }

    @Override
    public int dimension() {
      return inner.dimension();
    }

    @Override
    public double value(double[] w) {
      return inner.value(w);
    }

    @Override
    public Expansion expandAt(double[] w) {
      return inner.expandAt(w);
    }
  }

  private static List<EpochIteration> history(Optimizer method, Objective f, double[] start) {
    List<EpochIteration> history = new ArrayList<>();
    method.minimize(
        f,
        start,
        iteration -> {
          history.add((EpochIteration) iteration);
          return Signal.CONTINUE;
        });
    return history;
  }

  private static double figure(EpochIteration step, String name) {
    return step.figures().getOrDefault(name, Double.NaN);
  }

  /** What each entry of the gradient was multiplied by in a step of rate 0.01. */
  private static double[] factors(Optimizer method) {
    double[] after = history(method, Named.halfSquare(TWO_LAYERS), POINT).get(0).parameters();
    double[] factors = new double[POINT.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = POINT[i] == 0 ? 0 : (POINT[i] - after[i]) / 0.01 / POINT[i];
    }
    return factors;
  }

  @Test
  void meanOfNormsByHand() {
    // Last layer, plain: m_W = 1, and m_z = ((2 + 1)/2)² = 2.25 for what comes before it.
    // First layer: ‖W‖ = (5 + 5)/2, so 25/2.25 = 100/9.
    double first = 100.0 / 9;
    double vector = 1 / 2.25;
    assertArrayEquals(
        new double[] {vector, first, first, 0, first, vector, vector, 1, 1, 1},
        factors(ScaleAmendedSgd.withRate(0.01).maxEpochs(1)),
        1e-12);
  }

  @Test
  void meanOfSquaresByHand() {
    // m_z of the last = (4 + 1)/2; first: (25 + 25)/2 = 25, so 25/2.5 = 10.
    assertArrayEquals(
        new double[] {0.4, 10, 10, 0, 10, 0.4, 0.4, 1, 1, 1},
        factors(ScaleAmendedSgd.withRate(0.01).reading(RowNorm.MEAN_OF_SQUARES).maxEpochs(1)),
        1e-12);
  }

  @Test
  void kindsOfLayersByHand() {
    // Normalised last layer: ‖W‖² = 5 = 1/m_W, m_z = 2.25/5 = 0.45; plain first: 1/0.45.
    double above = 1 / 0.45;
    assertArrayEquals(
        new double[] {above, above, above, 0, above, above, above, 5, 5, 1},
        factors(
            ScaleAmendedSgd.withRate(0.01)
                .layers(LayerKind.PLAIN, LayerKind.NORMALISED)
                .maxEpochs(1)),
        1e-11);
  }

  @Test
  void larsByHand() {
    // The gradient is w, so that every ratio is 1.
    double[] ones = {1, 1, 1, 0, 1, 1, 1, 1, 1, 1};
    assertArrayEquals(ones, factors(Lars.withRate(0.01).maxEpochs(1)), 1e-12);
  }

  @Test
  void larsMovesEachMatrixByAShareOfItsLength() {
    RandomGenerator random = Samples.random(3);
    double[] scales = new double[10];
    Arrays.setAll(scales, i -> Math.exp(3 * random.nextGaussian()));
    Objective bowl =
        new Named(
            TWO_LAYERS,
            Objective.quadratic(SymmetricOperator.diagonal(scales), Samples.gaussian(random, 10)));
    EpochIteration step = history(Lars.withRate(0.02).maxEpochs(1), bowl, POINT).get(0);
    double[] move = step.parameters();
    Vectors.addScaled(-1, POINT, move);
    double[] gradient = bowl.expandAt(POINT).gradient();
    for (String name : List.of("layer1.W", "layer2.W")) {
      ParameterLayout.Slice slice = TWO_LAYERS.slice(name);
      double length = Vectors.norm(slice.of(POINT));
      assertEquals(0.02 * length, Vectors.norm(slice.of(move)), 1e-12 * length);
      assertEquals(length / Vectors.norm(slice.of(gradient)), figure(step, "factor." + name), 1e-9);
    }
    // The vectors move at the rate of the matrix before them, or the first one's.
    double first = figure(step, "factor.layer1.W");
    double second = figure(step, "factor.layer2.W");
    assertEquals(-0.02 * first * gradient[0], move[0], 1e-12 * Math.abs(move[0]));
    assertEquals(-0.02 * first * gradient[6], move[6], 1e-9 * Math.abs(move[6]));
    assertEquals(-0.02 * second * gradient[9], move[9], 1e-9 * Math.abs(move[9]));
  }

  @Test
  void larsTakesThePlainRateWhereARatioHasNoMeaning() {
    Objective towards = Objective.quadratic(SymmetricOperator.identity(2), new double[] {1, 2});
    Optimizer lars = Lars.withRate(0.5).maxEpochs(1);
    assertArrayEquals(
        new double[] {0.5, 1}, history(lars, towards, new double[2]).get(0).parameters(), 1e-15);
    EpochIteration still = history(lars, towards, new double[] {1, 2}).get(0);
    assertArrayEquals(new double[] {1, 2}, still.parameters(), 0.0);
    assertEquals(1.0, figure(still, "factor.w"));
  }

  /** With the mean of squares m_z is rows over columns, whatever the weights. */
  @Property(tries = 50)
  void meanOfSquaresMakesTheWayBackAConstant(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int inputs,
      @ForAll @IntRange(min = 1, max = 6) int hidden,
      @ForAll @IntRange(min = 1, max = 6) int outputs) {
    ParameterLayout layout =
        ParameterLayout.builder()
            .add("A", hidden, inputs)
            .add("a", hidden)
            .add("B", outputs, hidden)
            .build();
    double[] w = Samples.gaussian(Samples.random(seed), layout.dimension());
    ScaleAmendedSgd method =
        ScaleAmendedSgd.withRate(1e-300)
            .reading(RowNorm.MEAN_OF_SQUARES)
            .layers(LayerKind.NORMALISED, LayerKind.NORMALISED)
            .maxEpochs(1);
    EpochIteration step = history(method, Named.halfSquare(layout), w).get(0);
    double own = meanSquare(layout.slice("A").of(w), hidden);
    double ratio = (double) outputs / hidden;
    assertEquals(own / ratio, figure(step, "factor.A"), 1e-12 * own / ratio);
    double last = meanSquare(layout.slice("B").of(w), outputs);
    assertEquals(last, figure(step, "factor.B"), 1e-12 * last);
  }

  /** Kernels of 2 × 1 × 2 × 3: twelve entries, two rows of six, three columns of four. */
  @Test
  void kernelsAreMatricesFromChannelsToChannels() {
    ParameterLayout layout =
        ParameterLayout.builder().add("A", 1, 1).add("kernels", 2, 1, 2, 3).build();
    double[] w = {1, 1, 0, 2, 1, 0, 2, 1, 0, 2, 1, 0, 2};
    ScaleAmendedSgd method =
        ScaleAmendedSgd.withRate(1e-300).layers(LayerKind.PLAIN, LayerKind.NORMALISED).maxEpochs(1);
    EpochIteration step = history(method, Named.halfSquare(layout), w).get(0);
    // Rows of norm √10; columns of norms 2, 0 and 4: mean 2, m_z = 4/10.
    assertEquals(10, figure(step, "factor.kernels"), 1e-12);
    assertEquals(2.5, figure(step, "factor.A"), 1e-12);
  }

  private static double meanSquare(double[] entries, int rows) {
    return Vectors.dot(entries, entries) / rows;
  }

  @Test
  void readingsAgreeWhereAllRowsAndColumnsAreEquallyLong() {
    ParameterLayout layout = ParameterLayout.builder().add("A", 2, 2).add("B", 2, 2).build();
    double[] w = {3, 4, -4, 3, 1, -1, 1, 1};
    Objective f = Named.halfSquare(layout);
    ScaleAmendedSgd method = ScaleAmendedSgd.withRate(0.01).momentum(0.9).maxEpochs(3);
    List<EpochIteration> norms = history(method, f, w);
    List<EpochIteration> squares = history(method.reading(RowNorm.MEAN_OF_SQUARES), f, w);
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(norms.get(i).parameters(), squares.get(i).parameters(), 1e-12);
    }
  }

  /** One layer, plain, is gradient descent, bit for bit; so is what momentum makes of it. */
  @Test
  void oneLayerIsGradientDescent() {
    LogisticRegression f = LogisticRegression.random(3, 40, 4, 0.1);
    MiniBatches batches = MiniBatches.shuffled(7, 1);
    OptimizationResult plain =
        GradientDescent.withRate(0.1)
            .momentum(0.5)
            .batches(batches)
            .maxEpochs(4)
            .minimize(f, new double[4]);
    OptimizationResult amended =
        ScaleAmendedSgd.withRate(0.1)
            .momentum(0.5)
            .batches(batches)
            .maxEpochs(4)
            .minimize(f, new double[4]);
    assertArrayEquals(plain.parameters(), amended.parameters(), 0.0);
    assertEquals(24, amended.expansions());
  }

  @Test
  void larsKeepsHalfItsLastStep() {
    // E = ½w², factor 1: as gradient descent, u = −0.1, w = 0.9; u = −0.05 − 0.09, w = 0.76.
    Objective half = Objective.quadratic(SymmetricOperator.identity(1), new double[1]);
    List<EpochIteration> history =
        history(Lars.withRate(0.1).momentum(0.5).maxEpochs(2), half, new double[] {1});
    assertArrayEquals(new double[] {0.76}, history.get(1).parameters(), 1e-15);
    LogisticRegression f = LogisticRegression.random(3, 40, 4, 0.1);
    OptimizationResult lars =
        Lars.withRate(0.1)
            .batches(MiniBatches.shuffled(7, 1))
            .maxEpochs(2)
            .minimize(f, new double[] {1, 1, 1, 1});
    assertEquals(12, lars.expansions());
  }

  @Test
  void tolerancesEndRuns() {
    Objective half = Objective.quadratic(SymmetricOperator.identity(1), new double[1]);
    double[] w = {1};
    for (Optimizer method :
        List.of(
            Lars.withRate(0.1).gradientTolerance(2),
            ScaleAmendedSgd.withRate(0.1).gradientTolerance(2),
            GradientDescent.withRate(0.1).gradientTolerance(2))) {
      OptimizationResult result = method.minimize(half, w);
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), method.name());
      assertEquals(1, result.iterations());
    }
    assertEquals("lars", Lars.withRate(1).name());
    assertEquals("scale-amended-sgd", ScaleAmendedSgd.withRate(1).name());
  }

  @Test
  void factorsThatAreNotFiniteEndTheRunByName() {
    // The last matrix is zero: its H_z is, and what comes before it would be divided by it.
    double[] w = POINT.clone();
    Arrays.fill(w, 7, 9, 0);
    OptimizationResult result =
        ScaleAmendedSgd.withRate(0.01).minimize(Named.halfSquare(TWO_LAYERS), w);
    assertEquals(OptimizationOutcome.NOT_FINITE, result.outcome());
    assertNotEquals("", result.reason());
    assertTrue(Vectors.isFinite(result.parameters()));
  }

  @Test
  void badSettingsAreRefused() {
    Refusals.assertRefused(() -> Lars.withRate(0), 0.0);
    Refusals.assertRefused(() -> ScaleAmendedSgd.withRate(-1), -1.0);
    Refusals.assertRefused(() -> ScaleAmendedSgd.withRate(1).momentum(1), 1.0);
    Refusals.assertRefused(() -> Lars.withRate(1).momentum(-0.5), -0.5);
    Refusals.assertRefused(() -> Lars.withRate(1).maxEpochs(0), 0);
  }
}
