package org.roperator.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.Elementary;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.Samples;
import org.roperator.function.Expansion;
import org.roperator.function.ScalarFunction;
import org.roperator.internal.Vectors;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Activation;

/** Closed forms, feedforward networks, and the unrolled iteration on the tape. */
class OtherOraclesTest {

  /**
   * One linear unit, y = wy + b + I: y = s/(1 − w), s = b + I. With E = ½(y − t)² at w = ½, b = 1,
   * I = 1, t = 1: y = 4, q = 1/(1 − w) = 2; y_w = yq = 8, y_b = q = 2, y_ww = 2yq² = 32, y_wb = q²
   * = 4, y_bb = 0; ∇E = 3 (8, 2); H = y′y′ᵀ + 3 y″ = [[160, 28], [28, 4]].
   */
  @Test
  void aLinearUnitHasAClosedForm() {
    for (InputPlace place : InputPlace.values()) {
      RecurrentNetwork network =
          RecurrentNetwork.of(Connectivity.full(1))
              .withFunction(ScalarFunction.identity())
              .withInputPlace(place);
      Pattern pattern = Pattern.of(1).input(0, 1).target(0, 1).build();
      RecurrentObjective objective =
          RecurrentObjective.of(network, EquilibriumLoss.squaredError(), List.of(pattern))
              .withTrainedInputs();
      RecurrentExpansion at = objective.expandAt(new double[] {0.5, 1, 1}).requireSettled();
      assertEquals(4.5, at.value(), 1e-13);
      // For one linear unit an input does what a bias does, inside or outside.
      assertArrayEquals(new double[] {24, 6, 6}, at.gradient(), 1e-12);
      assertArrayEquals(
          new double[] {160, 28, 28}, at.hessian().times(new double[] {1, 0, 0}), 1e-11);
      assertArrayEquals(new double[] {28, 4, 4}, at.hessian().times(new double[] {0, 1, 0}), 1e-11);
      assertArrayEquals(new double[] {28, 4, 4}, at.hessian().times(new double[] {0, 0, 1}), 1e-11);
      assertArrayEquals(
          new double[] {64, 16, 16}, at.gaussNewton().times(new double[] {1, 0, 0}), 1e-11);
      assertEquals("I[0,0]", objective.layout().nameOf(2));
    }
  }

  /**
   * Linear units have y = M s, M = (I − Wᵀ)⁻¹, s = b + I. Along V: ẏ = M Vᵀy, ÿ = 2 M Vᵀẏ; and for
   * E = ½‖y − t‖²: gᵀv = (y − t)ᵀẏ, vᵀHv = ẏᵀẏ + (y − t)ᵀÿ, vᵀGv = ẏᵀẏ.
   */
  @Property(tries = 20)
  void linearUnitsHaveAClosedForm(
      @ForAll @IntRange(min = 3, max = 50) int n,
      @ForAll @AnyDouble(min = 0.1, max = 0.9) double gain,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(n))
            .withFunction(ScalarFunction.identity())
            .withoutBiases();
    double[] w = network.initialize(gain, seed);
    // Of norm g < 1, so that relaxation reaches y: some networks drawn at this gain are unstable.
    Vectors.scale(gain / new SingularValueDecomposition(transposed(w, n)).getNorm(), w);
    double[] v = Samples.gaussian(random, n * n);
    double[] s = Samples.gaussian(random, n);
    double[] t = Samples.gaussian(random, n);
    Pattern.Builder pattern = Pattern.of(n).inputs(s);
    for (int i = 0; i < n; i++) {
      pattern.target(i, t[i]);
    }
    RealMatrix system = transposed(w, n).scalarMultiply(-1);
    for (int i = 0; i < n; i++) {
      system.addToEntry(i, i, 1);
    }
    RealMatrix m = new LUDecomposition(system, 0).getSolver().getInverse();
    double[] y = m.operate(s);
    double[] yDot = m.operate(transposed(v, n).operate(y));
    double[] bent = m.operate(transposed(v, n).operate(yDot));
    double[] e = new double[n];
    Vectors.sum(y, -1, t, e);
    double squares = Vectors.dot(yDot, yDot);

    RecurrentExpansion at =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), List.of(pattern.build()))
            .expandAt(w);
    for (Equilibrium settled : at.equilibria()) {
      assertTrue(Samples.relativeDistance(y, settled.state()) < 1e-11, settled.toString());
    }
    // Relative to what is added up. ‖M‖ ≤ 1 / (1 − g) = 10, and M enters three times.
    double scale = squares + 2 * Vectors.norm(e) * Vectors.norm(bent);
    assertEquals(
        Vectors.dot(e, yDot),
        Vectors.dot(at.gradient(), v),
        1e-11 * Math.sqrt(scale) * Vectors.norm(e));
    assertEquals(
        squares + 2 * Vectors.dot(e, bent), Vectors.dot(at.hessian().times(v), v), 1e-10 * scale);
    assertEquals(squares, Vectors.dot(at.gaussNewton().times(v), v), 1e-10 * scale);
  }

  private static RealMatrix transposed(double[] w, int n) {
    RealMatrix matrix = new Array2DRowRealMatrix(n, n);
    for (int i = 0; i < n * n; i++) {
      matrix.setEntry(i % n, i / n, w[i]);
    }
    return matrix;
  }

  /** Weights that only lead on: inputs, hidden units, outputs are a feedforward network. */
  @Test
  void acyclicWeightsGiveTheFeedforwardNetworksNumbers() {
    int inputs = 3;
    int hidden = 4;
    int outputs = 2;
    int n = inputs + hidden + outputs;
    SplittableRandom random = new SplittableRandom(8);
    double[] features = Samples.gaussian(random, 5 * inputs);
    int[] labels = {0, 1, 1, 0, 1};
    Network feedforward =
        Network.inputs(inputs).affine(hidden).then(Activation.tanh()).affine(outputs);
    double[] w = Samples.gaussian(random, feedforward.dimension());
    double[] v = Samples.gaussian(random, feedforward.dimension());

    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(n))
            .withFunction(Elementary.TANH)
            .withFunction(inputs + hidden, n, ScalarFunction.identity());
    List<Pattern> patterns = new ArrayList<>();
    for (int p = 0; p < labels.length; p++) {
      Pattern.Builder pattern = Pattern.of(n);
      for (int i = 0; i < inputs; i++) {
        pattern.clamp(i, features[p * inputs + i]);
      }
      for (int k = 0; k < outputs; k++) {
        pattern.target(inputs + hidden + k, labels[p] == k ? 1 : 0);
      }
      patterns.add(pattern.build());
    }
    RecurrentObjective objective =
        RecurrentObjective.of(
            network,
            EquilibriumLoss.softmaxCrossEntropy(inputs + hidden, inputs + hidden + 1),
            patterns);
    RecurrentExpansion at =
        objective.expandAt(scattered(w, inputs, hidden, outputs)).requireSettled();
    var expected =
        NetworkObjective.of(
                feedforward,
                Loss.softmaxCrossEntropy(),
                Dataset.classification(features, inputs, labels, outputs))
            .expandAt(w);
    double[] wide = scattered(v, inputs, hidden, outputs);
    assertEquals(expected.value(), at.value(), 1e-12);
    assertClose(expected.gradient(), collected(at.gradient(), inputs, hidden, outputs));
    assertClose(
        expected.hessian().times(v), collected(at.hessian().times(wide), inputs, hidden, outputs));
    assertClose(
        expected.gaussNewton().times(v),
        collected(at.gaussNewton().times(wide), inputs, hidden, outputs));
  }

  private static void assertClose(double[] expected, double[] actual) {
    double distance = Samples.relativeDistance(expected, actual);
    assertTrue(distance <= 1e-12, "off by " + distance); // some roundings each
  }

  /** A row of W of the feedforward network is a column here: there it is from output to input. */
  private static double[] scattered(double[] w, int inputs, int hidden, int outputs) {
    int n = inputs + hidden + outputs;
    double[] wide = new double[n * n + n];
    forEach(inputs, hidden, outputs, (own, there) -> wide[there] = w[own]);
    return wide;
  }

  private static double[] collected(double[] wide, int inputs, int hidden, int outputs) {
    double[] w = new double[hidden * (inputs + 1) + outputs * (hidden + 1)];
    forEach(inputs, hidden, outputs, (own, there) -> w[own] = wide[there]);
    return w;
  }

  private interface Places {
    void accept(int own, int there);
  }

  private static void forEach(int inputs, int hidden, int outputs, Places places) {
    int n = inputs + hidden + outputs;
    int own = 0;
    for (int[] layer : new int[][] {{0, inputs, hidden}, {inputs, hidden, outputs}}) {
      int first = layer[0] + layer[1];
      for (int to = 0; to < layer[2]; to++) {
        for (int from = 0; from < layer[1]; from++) {
          places.accept(own++, (layer[0] + from) * n + first + to);
        }
      }
      for (int to = 0; to < layer[2]; to++) {
        places.accept(own++, n * n + first + to);
      }
    }
  }

  /**
   * T steps of the plain iteration, differentiated on the tape, come near the equilibrium's
   * derivatives as T grows, by a constant factor for each step.
   */
  @Test
  void theUnrolledIterationConvergesToItGeometrically() {
    int n = 4;
    SplittableRandom random = new SplittableRandom(12);
    double[] input = Samples.gaussian(random, n);
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(n)).withFunction(Elementary.TANH);
    Pattern pattern = Pattern.of(n).inputs(input).target(0, 0.2).target(3, -0.4).build();
    double[] w = network.initialize(0.9, 4);
    double[] v = Samples.gaussian(random, w.length);
    RecurrentExpansion exact =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), List.of(pattern))
            .expandAt(w)
            .requireSettled();
    double[] hv = exact.hessian().times(v);
    double[] errors = new double[5];
    int[] steps = {20, 40, 60, 80, 200};
    for (int i = 0; i < steps.length; i++) {
      Expansion unrolled = unrolled(n, steps[i], input).expandAt(w);
      errors[i] = Samples.relativeDistance(hv, unrolled.hessian().times(v));
    }
    double rate = network.settle(w, pattern).stability().spectralRadius();
    assertTrue(rate > 0.3 && rate < 0.8, "rate " + rate);
    assertTrue(errors[0] > 1e-6, "error " + errors[0]);
    for (int i = 1; i < 4; i++) {
      if (errors[i] > 1e-12) {
        // T² ρᵀ with some play for the phases of complex eigenvalues.
        assertTrue(errors[i] < 60 * Math.pow(rate, 20) * errors[i - 1], "step " + i);
      }
    }
    assertTrue(errors[4] < 1e-13, "limit " + errors[4]);
  }

  private static TapeObjective unrolled(int n, int steps, double[] input) {
    return TapeObjective.of(
        n * n + n,
        w -> {
          Var[] y = new Var[n];
          for (int j = 0; j < n; j++) {
            y[j] = w[0].multiply(0);
          }
          for (int t = 0; t < steps; t++) {
            Var[] next = new Var[n];
            for (int j = 0; j < n; j++) {
              Var x = w[n * n + j].add(input[j]);
              for (int i = 0; i < n; i++) {
                x = x.add(w[i * n + j].multiply(y[i]));
              }
              next[j] = x.tanh();
            }
            y = next;
          }
          Var a = y[0].subtract(0.2);
          Var b = y[3].add(0.4);
          return a.multiply(a).add(b.multiply(b)).multiply(0.5);
        });
  }

  /**
   * The equations as the slides print them, e outside the bracket: {@code z = σ′(Wz) + e}, and
   * {@code ∂E/∂w_ij = y_i z_j}. Held against differences of re-settled values they are wrong by
   * more than the gradient is long, unless σ′ = 1 where e is not 0.
   */
  @Test
  void theSlidesFormIsWrongAndTheBracketedOneIsRight() {
    int n = 4;
    SplittableRandom random = new SplittableRandom(21);
    double[] input = Samples.gaussian(random, n);
    RecurrentNetwork network = RecurrentNetwork.of(Connectivity.full(n)).withoutBiases();
    double[] w = Samples.gaussian(random, n * n);
    Pattern pattern = Pattern.of(n).inputs(input).target(0, 0.9).target(1, 0.1).build();
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), List.of(pattern));
    Equilibrium settled = network.settle(w, pattern);
    assertEquals(SettlingOutcome.CONVERGED, settled.outcome());
    double[] y = settled.state();

    double[] differences = new double[n * n];
    for (int k = 0; k < n * n; k++) {
      double h = 1e-4;
      double[] moved = w.clone();
      moved[k] += h;
      double above = objective.value(moved);
      moved[k] -= 2 * h;
      differences[k] = (above - objective.value(moved)) / (2 * h);
    }
    double[] printed = gradient(y, relaxed(w, y, false));
    double[] bracketed = gradient(y, relaxed(w, y, true));
    double length = Vectors.norm(differences);
    // h² of the third derivative, and 1e-13 / h of what settling leaves.
    assertTrue(Samples.relativeDistance(differences, bracketed) < 1e-7);
    assertTrue(Samples.relativeDistance(differences, objective.expandAt(w).gradient()) < 1e-7);
    double[] error = new double[n * n];
    Vectors.sum(printed, -1, differences, error);
    assertTrue(Vectors.norm(error) > length, Vectors.norm(error) + " of " + length);
    // The two numbers that docs/recurrent.md quotes.
    assertEquals(0.0825, length, 5e-5);
    assertEquals(0.2491, Vectors.norm(error), 5e-5);
  }

  /** The adjoint by relaxation with Euler steps of one half, as printed or as it should be. */
  private static double[] relaxed(double[] w, double[] y, boolean bracketed) {
    int n = y.length;
    double[] e = {y[0] - 0.9, y[1] - 0.1, 0, 0};
    double[] z = new double[n];
    for (int t = 0; t < 500; t++) {
      double[] dz = new double[n];
      for (int i = 0; i < n; i++) {
        double slope = y[i] * (1 - y[i]);
        double sum = 0;
        for (int j = 0; j < n; j++) {
          sum += w[i * n + j] * z[j];
        }
        dz[i] = -z[i] + (bracketed ? slope * (sum + e[i]) : slope * sum + e[i]);
      }
      Vectors.addScaled(0.5, dz, z);
    }
    return z;
  }

  private static double[] gradient(double[] y, double[] z) {
    int n = y.length;
    double[] gradient = new double[n * n];
    for (int i = 0; i < n * n; i++) {
      gradient[i] = y[i / n] * z[i % n];
    }
    return gradient;
  }

  /**
   * R{·} of the adjoint as the slides print it, from the right z: e is missing beside σ″, and
   * e′R{y} stands outside the bracket.
   */
  @Test
  void theSlidesFormOfHvIsWrongToo() {
    int n = 4;
    SplittableRandom random = new SplittableRandom(22);
    RecurrentNetwork network = RecurrentNetwork.of(Connectivity.full(n)).withoutBiases();
    Pattern pattern =
        Pattern.of(n).inputs(Samples.gaussian(random, n)).target(0, 0.9).target(1, 0.1).build();
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), List.of(pattern));
    double[] w = Samples.gaussian(random, n * n);
    double[] v = Samples.gaussian(random, n * n);
    double[] y = network.settle(w, pattern).state();
    double[] moved = new double[n * n];
    double h = 1e-4;
    Vectors.sum(w, h, v, moved);
    double[] differences = objective.expandAt(moved).gradient();
    Vectors.sum(w, -h, v, moved);
    Vectors.addScaled(-1, objective.expandAt(moved).gradient(), differences);
    Vectors.scale(0.5 / h, differences);

    double length = Vectors.norm(differences);
    // h² of the fourth derivative along a v of length 4.
    assertTrue(Samples.relativeDistance(differences, relaxedHv(w, v, y, true)) < 1e-6);
    assertTrue(
        Samples.relativeDistance(differences, objective.expandAt(w).hessian().times(v)) < 1e-6);
    double[] error = relaxedHv(w, v, y, false);
    Vectors.addScaled(-1, differences, error);
    assertTrue(Vectors.norm(error) > 0.5 * length, Vectors.norm(error) + " of " + length);
    // The two numbers that docs/recurrent.md quotes.
    assertEquals(0.0467, length, 6e-5);
    assertEquals(0.1099, Vectors.norm(error), 6e-5);
  }

  private static double[] relaxedHv(double[] w, double[] v, double[] y, boolean corrected) {
    int n = y.length;
    double[] e = {y[0] - 0.9, y[1] - 0.1, 0, 0};
    double[] z = relaxed(w, y, true);
    double[] yDot = new double[n];
    double[] zDot = new double[n];
    for (int t = 0; t < 1000; t++) {
      double[] dy = new double[n];
      double[] dz = new double[n];
      for (int i = 0; i < n; i++) {
        double slope = y[i] * (1 - y[i]);
        double bend = slope * (1 - 2 * y[i]);
        double xDot = 0;
        double wz = 0;
        double wzDot = 0;
        for (int j = 0; j < n; j++) {
          xDot += w[j * n + i] * yDot[j] + v[j * n + i] * y[j];
          wz += w[i * n + j] * z[j];
          wzDot += v[i * n + j] * z[j] + w[i * n + j] * zDot[j];
        }
        double curved = i < 2 ? yDot[i] : 0;
        dy[i] = -yDot[i] + slope * xDot;
        dz[i] =
            corrected
                ? -zDot[i] + slope * (wzDot + curved) + bend * xDot * (wz + e[i])
                : -zDot[i] + slope * wzDot + bend * xDot * wz + curved;
      }
      Vectors.addScaled(0.5, dy, yDot);
      Vectors.addScaled(0.5, dz, zDot);
    }
    double[] hv = new double[n * n];
    for (int i = 0; i < n * n; i++) {
      hv[i] = y[i / n] * zDot[i % n] + yDot[i / n] * z[i % n];
    }
    return hv;
  }

  /** A restriction before has rows for its own patterns; one after keeps the rows of all. */
  @Test
  void inputsAreTrainedBeforeAndAfterARestriction() {
    int n = 4;
    RandomGenerator random = Samples.random(5);
    RecurrentNetwork network = RecurrentNetwork.of(Connectivity.full(n));
    List<Pattern> patterns = Nets.patterns(random, n, 5);
    RecurrentObjective all =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), patterns);
    RecurrentObjective first = all.restrictedTo(new int[] {4, 1}).withTrainedInputs();
    RecurrentObjective last = all.withTrainedInputs().restrictedTo(new int[] {4, 1});
    int weights = n * n + n;
    assertEquals(weights + 2 * n, first.dimension());
    assertEquals(weights + 5 * n, last.dimension());
    double[] w = Nets.point(network, random, weights + 2 * n);
    double[] wide = new double[weights + 5 * n];
    System.arraycopy(w, 0, wide, 0, weights);
    System.arraycopy(w, weights, wide, weights + 4 * n, n);
    System.arraycopy(w, weights + n, wide, weights + n, n);
    double[] expected = first.expandAt(w).requireSettled().gradient();
    double[] actual = last.expandAt(wide).requireSettled().gradient();
    assertEquals(first.value(w), last.value(wide), 0.0);
    for (int i = 0; i < n; i++) {
      assertEquals(expected[weights + i], actual[weights + 4 * n + i], 0.0);
      assertEquals(expected[weights + n + i], actual[weights + n + i], 0.0);
      assertEquals(0.0, actual[weights + i], 0.0);
    }
    assertEquals(first.dimension(), first.withTrainedInputs().dimension());
    assertEquals(last.dimension(), last.withTrainedInputs().dimension());
  }
}
