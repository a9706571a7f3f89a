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
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.rule.GradientDescent;
import org.roperator.optimize.rule.Lars;
import org.roperator.optimize.rule.ScaleAmendedSgd;
import org.roperator.optimize.rule.ScaleAmendedSgd.LayerKind;
import org.roperator.optimize.rule.ScaleAmendedSgd.RowNorm;

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

  private static List<Iteration> history(Optimizer method, Objective f, double[] start) {
    List<Iteration> history = new ArrayList<>();
    method.minimize(
        f,
        start,
        iteration -> {
          history.add(iteration);
          return Signal.CONTINUE;
        });
    return history;
  }

  private static double figure(Iteration step, String name) {
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
        factors(Epochs.of(1).stepping(ScaleAmendedSgd.ofRate(0.01))),
        1e-12);
  }

  @Test
  void meanOfSquaresByHand() {
    // m_z of the last = (4 + 1)/2; first: (25 + 25)/2 = 25, so 25/2.5 = 10.
    assertArrayEquals(
        new double[] {0.4, 10, 10, 0, 10, 0.4, 0.4, 1, 1, 1},
        factors(
            Epochs.of(1).stepping(ScaleAmendedSgd.ofRate(0.01).withNorm(RowNorm.MEAN_OF_SQUARES))),
        1e-12);
  }

  @Test
  void kindsOfLayersByHand() {
    // Normalized last layer: ‖W‖² = 5 = 1/m_W, m_z = 2.25/5 = 0.45; plain first: 1/0.45.
    double above = 1 / 0.45;
    assertArrayEquals(
        new double[] {above, above, above, 0, above, above, above, 5, 5, 1},
        factors(
            Epochs.of(1)
                .stepping(
                    ScaleAmendedSgd.ofRate(0.01)
                        .withLayers(LayerKind.PLAIN, LayerKind.NORMALIZED))),
        1e-11);
  }

  @Test
  void larsByHand() {
    // The gradient is w, so that every ratio is 1.
    double[] ones = {1, 1, 1, 0, 1, 1, 1, 1, 1, 1};
    assertArrayEquals(ones, factors(Epochs.of(1).stepping(Lars.ofRate(0.01))), 1e-12);
  }

  @Test
  void larsMovesEachMatrixByAShareOfItsLength() {
    RandomGenerator random = Samples.random(3);
    double[] scales = new double[10];
    Arrays.setAll(scales, i -> Math.exp(3 * Gaussian.draw(random)));
    Objective bowl =
        new Named(
            TWO_LAYERS,
            Objective.quadratic(SymmetricOperator.diagonal(scales), Samples.gaussian(random, 10)));
    Iteration step = history(Epochs.of(1).stepping(Lars.ofRate(0.02)), bowl, POINT).get(0);
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
    Optimizer lars = Epochs.of(1).stepping(Lars.ofRate(0.5));
    assertArrayEquals(
        new double[] {0.5, 1}, history(lars, towards, new double[2]).get(0).parameters(), 1e-15);
    Iteration still = history(lars, towards, new double[] {1, 2}).get(0);
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
    Optimizer method =
        Epochs.of(1)
            .stepping(
                ScaleAmendedSgd.ofRate(1e-300)
                    .withNorm(RowNorm.MEAN_OF_SQUARES)
                    .withLayers(LayerKind.NORMALIZED, LayerKind.NORMALIZED));
    Iteration step = history(method, Named.halfSquare(layout), w).get(0);
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
    Optimizer method =
        Epochs.of(1)
            .stepping(
                ScaleAmendedSgd.ofRate(1e-300).withLayers(LayerKind.PLAIN, LayerKind.NORMALIZED));
    Iteration step = history(method, Named.halfSquare(layout), w).get(0);
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
    ScaleAmendedSgd rule = ScaleAmendedSgd.ofRate(0.01).withMomentum(0.9);
    List<Iteration> norms = history(Epochs.of(3).stepping(rule), f, w);
    List<Iteration> squares =
        history(Epochs.of(3).stepping(rule.withNorm(RowNorm.MEAN_OF_SQUARES)), f, w);
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
        Epochs.of(4)
            .withBatches(batches)
            .stepping(GradientDescent.ofRate(0.1).withMomentum(0.5))
            .minimize(f, new double[4]);
    OptimizationResult amended =
        Epochs.of(4)
            .withBatches(batches)
            .stepping(ScaleAmendedSgd.ofRate(0.1).withMomentum(0.5))
            .minimize(f, new double[4]);
    assertArrayEquals(plain.parameters(), amended.parameters(), 0.0);
    assertEquals(24, amended.expansions());
  }

  @Test
  void larsKeepsHalfItsLastStep() {
    // E = ½w², factor 1: as gradient descent, u = −0.1, w = 0.9; u = −0.05 − 0.09, w = 0.76.
    Objective half = Objective.quadratic(SymmetricOperator.identity(1), new double[1]);
    List<Iteration> history =
        history(Epochs.of(2).stepping(Lars.ofRate(0.1).withMomentum(0.5)), half, new double[] {1});
    assertArrayEquals(new double[] {0.76}, history.get(1).parameters(), 1e-15);
    LogisticRegression f = LogisticRegression.random(3, 40, 4, 0.1);
    OptimizationResult lars =
        Epochs.of(2)
            .withBatches(MiniBatches.shuffled(7, 1))
            .stepping(Lars.ofRate(0.1))
            .minimize(f, new double[] {1, 1, 1, 1});
    assertEquals(12, lars.expansions());
  }

  @Test
  void tolerancesEndRuns() {
    Objective half = Objective.quadratic(SymmetricOperator.identity(1), new double[1]);
    double[] w = {1};
    for (Optimizer method :
        List.of(
            Epochs.standard().untilGradient(2).stepping(Lars.ofRate(0.1)),
            Epochs.standard().untilGradient(2).stepping(ScaleAmendedSgd.ofRate(0.1)),
            Epochs.standard().untilGradient(2).stepping(GradientDescent.ofRate(0.1)))) {
      OptimizationResult result = method.minimize(half, w);
      assertEquals(OptimizationOutcome.CONVERGED, result.outcome(), method.name());
      assertEquals(1, result.iterations());
    }
    assertEquals("lars", Epochs.standard().stepping(Lars.ofRate(1)).name());
    assertEquals("scale-amended-sgd", Epochs.standard().stepping(ScaleAmendedSgd.ofRate(1)).name());
  }

  @Test
  void factorsThatAreNotFiniteEndTheRunByName() {
    // The last matrix is zero: its H_z is, and what comes before it would be divided by it.
    double[] w = POINT.clone();
    Arrays.fill(w, 7, 9, 0);
    OptimizationResult result =
        Epochs.standard()
            .stepping(ScaleAmendedSgd.ofRate(0.01))
            .minimize(Named.halfSquare(TWO_LAYERS), w);
    assertEquals(OptimizationOutcome.NOT_FINITE, result.outcome());
    assertNotEquals("", result.reason());
    assertTrue(Vectors.isFinite(result.parameters()));
  }

  @Test
  void badSettingsAreRefused() {
    Refusals.assertRefused(() -> Epochs.standard().stepping(Lars.ofRate(0)), 0.0);
    Refusals.assertRefused(() -> Epochs.standard().stepping(ScaleAmendedSgd.ofRate(-1)), -1.0);
    Refusals.assertRefused(
        () -> Epochs.standard().stepping(ScaleAmendedSgd.ofRate(1).withMomentum(1)), 1.0);
    Refusals.assertRefused(
        () -> Epochs.standard().stepping(Lars.ofRate(1).withMomentum(-0.5)), -0.5);
    Refusals.assertRefused(() -> Epochs.of(0).stepping(Lars.ofRate(1)), 0);
  }

  /** Weights whose squares are no doubles, of either end: W/‖∇E‖ is 1 as ∇E = w. */
  @Test
  void layersOfAnySizeHaveTheirFactor() {
    for (double size : new double[] {1e200, 1e-200}) {
      double[] start = POINT.clone();
      Vectors.scale(size, start);
      Objective f = Named.halfSquare(TWO_LAYERS);
      ScaledGradient tenfold = new ScaledGradient(f, 10);
      Iteration step = history(Epochs.of(1).stepping(Lars.ofRate(0.1)), tenfold, start).get(0);
      assertEquals(0.1, figure(step, "factor.layer1.W"), 1e-15);
      assertEquals(0.9 * start[1], step.parameters()[1], 1e-14 * size);
    }
  }

  /** A normalized matrix of zeros has no scale to divide by. */
  @Test
  void aMatrixOfZerosHasNoScale() {
    double[] start = {7, 0, 0, 0, 0, 1, 1, 2, 1, 1};
    Iteration step =
        history(
                Epochs.of(1).stepping(ScaleAmendedSgd.ofRate(0.01)),
                Named.halfSquare(TWO_LAYERS),
                start)
            .get(0);
    // As in meanOfNormsByHand, but for the first layer's own 25.
    assertEquals(1 / 2.25, figure(step, "factor.layer1.W"), 1e-15);
    assertEquals(7 - 0.01 * 7 / 2.25, step.parameters()[0], 1e-14);
  }

  @Test
  void whatIsNotFiniteIsTheFactor() {
    double[] start = POINT.clone();
    Vectors.scale(1e200, start);
    OptimizationResult result =
        Epochs.of(1)
            .stepping(ScaleAmendedSgd.ofRate(0.01))
            .minimize(new ScaledGradient(Named.halfSquare(TWO_LAYERS), 1e-100), start);
    assertEquals(OptimizationOutcome.NOT_FINITE, result.outcome());
    assertTrue(result.reason().contains("the factor of a layer"), result::reason);
  }

  /** A multiple of the gradient, with a value that is a double wherever. */
  private record ScaledGradient(Objective inner, double multiple) implements Objective {

    @Override
    public ParameterLayout layout() {
      return inner.layout();
    }

    @Override
    public int dimension() {
      return inner.dimension();
    }

    @Override
    public double value(double[] w) {
      return Vectors.norm(w);
    }

    @Override
    public Expansion expandAt(double[] w) {
      double[] gradient = w.clone();
      Vectors.scale(multiple, gradient);
      return Expansion.of(
          Vectors.norm(w), gradient, SymmetricOperator.identity(w.length).scaledBy(multiple));
    }
  }
}
