package org.roperator.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.internal.Vectors;

/**
 * The laws of {@link Layer}: each sweep against differences, or an identity, of those before it.
 */
public interface LayerContract extends HessianLayerContract {

  /** The activation of a layer that is nothing else. */
  static Optional<Activation> activation(Layer layer) {
    return layer instanceof ActivationLayer elementwise
        ? Optional.of(elementwise.activation())
        : Optional.empty();
  }

  /** Central differences at h = 1e-5: truncation h² ~ 1e-10, rounding ε/h ~ 1e-11. */
  double DIFFERENCES = 1e-7;

  /** Two orders of the same sums. */
  double ROUNDING = 1e-12;

  double H = 1e-5;

  @Property(tries = 30)
  default void outputsAreThoseOfTheForwardSweepBitForBit(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int rows) {
    Draw draw = new Draw(layer(), rows, seed);
    double[] y = numbers(draw.forward(0).y());
    assertArrayEquals(
        y, numbers(layer().outputs(draw.input(0), draw.w, draw.from, workspace())), 0.0);
    double[] data = draw.x.clone();
    Matrix x = Matrix.of(data, 0, draw.rows, layer().inputs()).constant();
    assertArrayEquals(y, numbers(layer().forward(x, draw.w, draw.from, workspace()).y()), 0.0);
    assertArrayEquals(draw.x, data, 0.0, "data is not to be overwritten");
  }

  @Property(tries = 30)
  default void tangentIsTheDerivativeOfTheOutputs(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int rows) {
    Draw draw = smoothDraw(rows, seed);
    double[] expected = slope(numbers(draw.forward(H).y()), numbers(draw.forward(-H).y()));
    Matrix yDot = draw.forward(0).forwardDot(draw.tangent(), draw.direction(), workspace());
    assertClose(expected, numbers(yDot), DIFFERENCES);
  }

  @Property(tries = 30)
  default void backwardIsTheTransposeOfTheTangent(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int rows) {
    Draw draw = new Draw(layer(), rows, seed);
    double[] yDot =
        numbers(draw.forward(0).forwardDot(draw.tangent(), draw.direction(), workspace()));
    Backward back = new Backward(draw, 0);
    double left = Vectors.dot(draw.yBar, yDot);
    double right = Vectors.dot(back.xBar, draw.xDot) + Vectors.dot(back.wBar, draw.v);
    assertEquals(left, right, ROUNDING * (Math.abs(left) + 10 * yDot.length));
  }

  @Property(tries = 30)
  default void secondSweepsAreTheDerivativesOfTheFirst(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int rows) {
    Draw draw = smoothDraw(rows, seed);
    Backward above = new Backward(draw, H);
    Backward below = new Backward(draw, -H);
    Pass pass = draw.forward(0);
    pass.backward(draw.adjoint(0), workspace());
    Workspace work = workspace();
    Matrix xDot = draw.tangent();
    pass.forwardDot(xDot, draw.direction(), work);
    double[] sum = fresh(draw.w.length);
    Matrix xBarDot =
        pass.backwardDot(
            xDot, draw.adjointTangent(), draw.direction(), new Accumulator(sum, 1, 0), work);
    assertClose(slope(above.xBar, below.xBar), numbers(xBarDot), DIFFERENCES);
    assertClose(slope(above.wBar, below.wBar), draw.own(sum), DIFFERENCES);
  }

  @Property(tries = 30)
  default void adjointIsBackwardWithoutMemory(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int rows) {
    Draw draw = new Draw(layer(), rows, seed);
    Backward back = new Backward(draw, 0);
    double[] sum = fresh(draw.w.length);
    Matrix u = draw.forward(0).adjoint(draw.adjoint(0), new Accumulator(sum, 1, 0), workspace());
    assertClose(back.xBar, numbers(u), ROUNDING);
    assertClose(back.wBar, draw.own(sum), ROUNDING);
  }

  @Property(tries = 20)
  default void stackedDirectionsGiveWhatSingleOnesGive(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int rows) {
    Draw first = new Draw(layer(), rows, seed);
    Draw second = new Draw(layer(), rows, seed).withDirections(seed + 1);
    Pass pass = first.forward(0);
    pass.backward(first.adjoint(0), workspace());
    Products one = new Products(pass, first);
    Products two = new Products(pass, second);
    Workspace work = workspace();
    int in = layer().inputs();
    int out = layer().outputs();
    int stacked = 2 * first.rows;
    Matrix xDot = Matrix.of(interleave(first.xDot, second.xDot, in), 0, stacked, in);
    Directions v = new Directions(first.stack(layer(), first.direction, second.direction), 2);
    double[] yDot = numbers(pass.forwardDot(xDot, v, work));
    assertClose(interleave(one.yDot, two.yDot, out), yDot, ROUNDING);
    double[] sum = fresh(2 * first.w.length);
    Matrix yBarDot = Matrix.of(interleave(first.yBarDot, second.yBarDot, out), 0, stacked, out);
    double[] xBarDot =
        numbers(pass.backwardDot(xDot, yBarDot, v, new Accumulator(sum, 2, 0), work));
    assertClose(interleave(one.xBarDot, two.xBarDot, in), xBarDot, ROUNDING);
    assertClose(
        first.ownOfStack(first.stack(layer(), one.sum, two.sum)), first.ownOfStack(sum), ROUNDING);
    double[] adjointSum = fresh(2 * first.w.length);
    Matrix u = Matrix.of(interleave(first.yBarDot, second.yBarDot, out), 0, stacked, out);
    double[] adjoint = numbers(pass.adjoint(u, new Accumulator(adjointSum, 2, 0), work));
    assertClose(interleave(one.adjoint, two.adjoint, in), adjoint, ROUNDING);
    assertClose(
        first.ownOfStack(first.stack(layer(), one.adjointSum, two.adjointSum)),
        first.ownOfStack(adjointSum),
        ROUNDING);
  }

  /** Sums of which only this layer's are stored are found where they are. */
  @Property(tries = 10)
  default void sumsMayBeginAtTheLayersOwnParameters(@ForAll long seed) {
    Draw draw = new Draw(layer(), 3, seed);
    Pass pass = draw.forward(0);
    pass.backward(draw.adjoint(0), workspace());
    for (int sweep = 0; sweep < 4; sweep++) {
      double[] all = fresh(draw.w.length);
      accumulate(sweep, pass, draw, new Accumulator(all, 1, 0));
      double[] own = fresh(draw.parameters);
      accumulate(sweep, pass, draw, new Accumulator(own, 1, 0, draw.from));
      assertArrayEquals(draw.own(all), own, 0.0);
    }
  }

  /** With beta 1 every sweep adds to what stands there. */
  @Property(tries = 20)
  default void sweepsAddToTheSumsThereAre(@ForAll long seed) {
    Draw draw = new Draw(layer(), 3, seed);
    Pass pass = draw.forward(0);
    pass.backward(draw.adjoint(0), workspace());
    for (int sweep = 0; sweep < 4; sweep++) {
      double[] once = fresh(draw.w.length);
      accumulate(sweep, pass, draw, new Accumulator(once, 1, 0));
      double[] added = Samples.gaussian(Samples.random(seed + 5), draw.w.length);
      double[] expected = added.clone();
      accumulate(sweep, pass, draw, new Accumulator(added, 1, 1));
      Vectors.addScaled(1, draw.padded(draw.own(once)), expected);
      assertClose(expected, added, ROUNDING);
    }
  }

  @Property(tries = 20)
  default void squaredGradientsAreThoseOfSingleExamples(@ForAll long seed) {
    if (layer().couplesExamples()) {
      return; // No example has a gradient of its own; the objective refuses to square them.
    }
    Draw draw = new Draw(layer(), 4, seed);
    Pass pass = draw.forward(0);
    pass.backward(draw.adjoint(0), workspace());
    double[] sum = fresh(draw.w.length);
    pass.squaredGradients(new Accumulator(sum, 1, 0), workspace());
    double[] expected = new double[draw.own(sum).length];
    for (int n = 0; n < 4; n++) {
      double[] gradient = new Backward(draw.example(n), 0).wBar;
      for (int i = 0; i < gradient.length; i++) {
        expected[i] += gradient[i] * gradient[i];
      }
    }
    assertClose(expected, draw.own(sum), ROUNDING);
  }

  @Property(tries = 20)
  default void examplesDependOnOneAnotherOnlyIfTheLayerSaysSo(@ForAll long seed) {
    Draw draw = new Draw(layer(), 3, seed);
    double[] before = numbers(draw.forward(0).y());
    for (int i = 0; i < layer().inputs(); i++) {
      draw.x[i] += 1 + i;
    }
    double[] after = numbers(draw.forward(0).y());
    boolean othersMoved = false;
    for (int i = layer().outputs(); i < after.length; i++) {
      othersMoved |= before[i] != after[i];
    }
    assertEquals(layer().couplesExamples(), othersMoved);
  }

  /** What acts in use treats each example by itself, and is the same for good. */
  @Property(tries = 20)
  default void inferenceCouplesNothing(@ForAll long seed) {
    Draw draw = new Draw(layer(), 3, seed);
    Layer inUse = layer().inference(draw.input(0), draw.w, draw.from, workspace());
    assertTrue(!inUse.couplesExamples());
    assertEquals(1, inUse.fewestExamples());
    double[] all = numbers(inUse.outputs(draw.input(0), draw.w, draw.from, workspace()));
    double[] first =
        numbers(inUse.outputs(draw.example(0).input(0), draw.w, draw.from, workspace()));
    assertArrayEquals(Arrays.copyOf(all, layer().outputs()), first, 0.0);
    assertArrayEquals(
        all,
        numbers(
            inUse
                .inference(draw.example(0).input(0), draw.w, draw.from, workspace())
                .outputs(draw.input(0), draw.w, draw.from, workspace())),
        0.0);
  }

  @Test
  default void memoryIsNoMoreThanStated() {
    long more = numbersKept(8) - numbersKept(4);
    assertTrue(
        more <= 4 * layer().numbersKeptPerExample(), () -> more + " numbers for 4 examples more");
  }

  private long numbersKept(int rows) {
    Draw draw = new Draw(layer(), rows, 1);
    Workspace memory = workspace();
    Pass pass = layer().forward(draw.input(0), draw.w, draw.from, memory);
    pass.backward(draw.adjoint(0), memory);
    return memory.lentNumbers();
  }

  /** Where x is data and the layer has parameters, nothing is said about x. */
  @Test
  default void dataHasNeitherTangentNorAdjoint() {
    Draw draw = new Draw(layer(), 3, 1);
    if (layer().parameters().isEmpty()) {
      assertTrue(layer().inputs() >= 1);
      return;
    }
    double[] xDot = draw.xDot.clone();
    Arrays.fill(draw.xDot, 0);
    Products expected = new Products(draw.backwardPass(draw.input(0)), draw);
    Pass pass = draw.backwardPass(Matrix.of(draw.x, 0, 3, layer().inputs()).constant());
    double[] sum = fresh(draw.w.length);
    Workspace work = workspace();
    Matrix yDot = pass.forwardDot(Matrix.empty(), draw.direction(), work);
    assertClose(expected.yDot, numbers(yDot), ROUNDING);
    Accumulator accumulator = new Accumulator(sum, 1, 0);
    assertSame(
        Matrix.empty(),
        pass.backwardDot(
            Matrix.empty(), draw.adjointTangent(), draw.direction(), accumulator, work));
    assertClose(draw.own(expected.sum), draw.own(sum), ROUNDING);
    assertSame(Matrix.empty(), pass.adjoint(draw.adjointTangent(), accumulator, work));
    assertSame(Matrix.empty(), pass.backward(draw.adjoint(0), work));
    assertEquals(3 * layer().inputs(), xDot.length);
  }

  private static void accumulate(int sweep, Pass pass, Draw draw, Accumulator sum) {
    Workspace work = workspace();
    switch (sweep) {
      case 0 -> pass.gradient(sum, work);
      case 1 -> pass.squaredGradients(sum, work);
      case 2 -> pass.adjoint(draw.adjoint(0), sum, work);
      default -> {
        Matrix xDot = draw.tangent();
        pass.forwardDot(xDot, draw.direction(), work);
        pass.backwardDot(xDot, draw.adjointTangent(), draw.direction(), sum, work);
      }
    }
  }

  /** An array of NaN, which a sweep must overwrite. */
  static double[] fresh(int length) {
    double[] sum = new double[length];
    Arrays.fill(sum, Double.NaN);
    return sum;
  }

  /** An empty workspace. */
  static Workspace workspace() {
    return Workspace.over(Blas.instance());
  }

  /** The numbers of a batch. */
  static double[] numbers(Matrix batch) {
    return Arrays.copyOfRange(batch.array(), batch.from(), batch.from() + batch.size());
  }

  /** Central differences. */
  static double[] slope(double[] above, double[] below) {
    double[] slope = new double[above.length];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = (above[i] - below[i]) / (2 * H);
    }
    return slope;
  }

  private static double[] interleave(double[] first, double[] second, int width) {
    double[] both = new double[2 * first.length];
    for (int i = 0; i < first.length; i++) {
      int at = i / width * 2 * width + i % width;
      both[at] = first[i];
      both[at + width] = second[i];
    }
    return both;
  }

  /** Asserts a relative distance. */
  static void assertClose(double[] expected, double[] actual, double tolerance) {
    assertEquals(expected.length, actual.length);
    double distance = Samples.relativeDistance(expected, actual);
    assertTrue(distance <= tolerance, () -> "relative distance " + distance);
  }

  /** All products along one direction. */
  final class Products {
    final double[] yDot;
    final double[] xBarDot;
    final double[] adjoint;
    final double[] sum;
    final double[] adjointSum;

    Products(Pass pass, Draw draw) {
      Workspace work = workspace();
      Matrix xDot = draw.tangent();
      yDot = numbers(pass.forwardDot(xDot, draw.direction(), work));
      sum = fresh(draw.w.length);
      adjointSum = fresh(draw.w.length);
      xBarDot =
          numbers(
              pass.backwardDot(
                  xDot, draw.adjointTangent(), draw.direction(), new Accumulator(sum, 1, 0), work));
      adjoint =
          numbers(pass.adjoint(draw.adjointTangent(), new Accumulator(adjointSum, 1, 0), work));
    }
  }

  /** The backward sweep a step of h along the direction. */
  final class Backward {
    final double[] xBar;
    final double[] wBar;

    Backward(Draw draw, double h) {
      Pass pass = draw.forward(h);
      xBar = numbers(pass.backward(draw.adjoint(h), workspace()));
      double[] sum = fresh(draw.w.length);
      pass.gradient(new Accumulator(sum, 1, 0), workspace());
      wBar = draw.own(sum);
    }
  }

  /** A point, a direction in all that moves, and the layer's parameters amid those of others. */
  final class Draw {
    static final int OTHERS = 2;

    final Layer layer;
    final int rows;
    final int from = OTHERS;
    final int parameters;
    final double[] w;
    double[] direction;
    double[] v;
    final double[] x;
    double[] xDot;
    final double[] yBar;
    double[] yBarDot;

    Draw(Layer layer, int rows, long seed) {
      RandomGenerator random = Samples.random(seed);
      this.layer = layer;
      this.rows = Math.max(rows, layer.fewestExamples());
      this.parameters = layer.parameters().stream().mapToInt(array -> (int) array.length()).sum();
      this.w = Samples.gaussian(random, parameters + 2 * OTHERS);
      this.x = Samples.gaussian(random, this.rows * layer.inputs());
      this.yBar = Samples.gaussian(random, this.rows * layer.outputs());
      withDirections(seed + 17);
    }

    private Draw(Draw all, int first, int end) {
      this.layer = all.layer;
      this.rows = end - first;
      this.parameters = all.parameters;
      this.w = all.w;
      this.x = Arrays.copyOfRange(all.x, first * layer.inputs(), end * layer.inputs());
      this.yBar = Arrays.copyOfRange(all.yBar, first * layer.outputs(), end * layer.outputs());
      withDirections(1);
    }

    Draw withDirections(long seed) {
      RandomGenerator random = Samples.random(seed);
      direction = Samples.gaussian(random, w.length);
      v = own(direction);
      xDot = Samples.gaussian(random, x.length);
      yBarDot = Samples.gaussian(random, yBar.length);
      return this;
    }

    Draw example(int n) {
      return examples(n, n + 1);
    }

    Draw examples(int first, int end) {
      return new Draw(this, first, end);
    }

    Matrix input(double h) {
      return Matrix.of(moved(x, h, xDot), 0, rows, layer.inputs());
    }

    Pass forward(double h) {
      return layer.forward(input(h), moved(w, h, direction), from, workspace());
    }

    Pass backwardPass(Matrix input) {
      Pass pass = layer.forward(input, w, from, workspace());
      pass.backward(adjoint(0), workspace());
      return pass;
    }

    Matrix tangent() {
      return Matrix.of(xDot.clone(), 0, rows, layer.inputs());
    }

    Matrix adjoint(double h) {
      return Matrix.of(moved(yBar, h, yBarDot), 0, rows, layer.outputs());
    }

    Matrix adjointTangent() {
      return Matrix.of(yBarDot.clone(), 0, rows, layer.outputs());
    }

    Directions direction() {
      return new Directions(direction, 1);
    }

    double[] own(double[] all) {
      return Arrays.copyOfRange(all, from, from + parameters);
    }

    double[] ownOfStack(double[] stack) {
      return Arrays.copyOfRange(stack, 2 * from, 2 * (from + parameters));
    }

    double[] padded(double[] own) {
      double[] all = new double[w.length];
      System.arraycopy(own, 0, all, from, parameters);
      return all;
    }

    double[] stack(Layer layer, double[] first, double[] second) {
      double[] stack = new double[2 * first.length];
      int at = from;
      for (ParameterArray array : layer.parameters()) {
        int length = (int) array.length();
        System.arraycopy(first, at, stack, 2 * at, length);
        System.arraycopy(second, at, stack, 2 * at + length, length);
        at += length;
      }
      return stack;
    }

    static double[] moved(double[] start, double h, double[] along) {
      double[] there = new double[start.length];
      Vectors.sum(start, h, along, there);
      return there;
    }
  }
}
