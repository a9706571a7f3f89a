package org.roperator.nn.matching;

import java.util.Arrays;
import org.roperator.dense.Matrix;
import org.roperator.nn.LossPass;
import org.roperator.nn.layer.Accumulator;
import org.roperator.nn.layer.Directions;
import org.roperator.nn.layer.Pass;
import org.roperator.nn.layer.Workspace;
import org.roperator.operator.LinearOperator;
import org.roperator.parallel.Scratch;

/** A block at one point: its outputs, its Jacobians, and the sweeps of second derivatives. */
final class BlockPoint {

  private final BlockMap map;
  private final Pass[] passes;
  private final double[] outputs;
  private final Scratch<Area> areas;

  /** Where one product puts its numbers. */
  private static final class Area {
    private final Workspace work;
    private final double[] parameters;

    Area(BlockMap map) {
      this.work = map.workspace();
      this.parameters = new double[map.parameters()];
    }
  }

  /**
   * A map at a point.
   *
   * @param w all parameters of the network. Kept.
   * @param z inputs of all examples. Not modified.
   */
  static BlockPoint of(BlockMap map, double[] w, double[] z) {
    Workspace memory = map.workspace();
    memory.treats(map.batch()::number);
    Pass[] passes = new Pass[map.layers().size()];
    Matrix y = Matrix.of(z.clone(), 0, map.examples(), map.inputs());
    for (int i = 0; i < passes.length; i++) {
      passes[i] = map.layers().get(i).forward(y, w, map.offset(i), memory);
      y = passes[i].y();
    }
    double[] outputs = new double[y.size()];
    System.arraycopy(y.array(), y.from(), outputs, 0, outputs.length);
    return new BlockPoint(map, passes, outputs);
  }

  private BlockPoint(BlockMap map, Pass[] passes, double[] outputs) {
    this.map = map;
    this.passes = passes;
    this.outputs = outputs;
    this.areas = Scratch.of(() -> new Area(map));
  }

  /** The outputs of all examples. Not to be modified. */
  double[] outputs() {
    return outputs;
  }

  Matrix outputBatch() {
    return Matrix.of(outputs.clone(), 0, map.examples(), map.outputs());
  }

  /** ∂y/∂z. */
  LinearOperator byInputs() {
    return LinearOperator.of(
        map.examples() * map.inputs(),
        outputs.length,
        (v, out) -> {
          Area area = area();
          copy(forwardDot(batch(v, map.inputs(), area), Directions.none(1), area), out);
          areas.giveBack(area);
        },
        (u, out) -> {
          Area area = area();
          copy(adjoint(u, area.parameters, area), out);
          areas.giveBack(area);
        });
  }

  /** ∂y/∂w by this block's parameters. */
  LinearOperator byParameters() {
    return LinearOperator.of(
        map.parameters(),
        outputs.length,
        (v, out) -> {
          Area area = area();
          copy(forwardDot(still(area), new Directions(v, 1, map.from()), area), out);
          areas.giveBack(area);
        },
        (u, out) -> {
          Area area = area();
          adjoint(u, out, area);
          areas.giveBack(area);
        });
  }

  private Area area() {
    Area area = areas.take();
    area.work.rewind();
    return area;
  }

  private Matrix batch(double[] numbers, int columns, Area area) {
    Matrix batch = area.work.matrix(map.examples(), columns);
    System.arraycopy(numbers, 0, batch.array(), batch.from(), numbers.length);
    return batch;
  }

  /** Inputs that don't move, for layers that ask. */
  private Matrix still(Area area) {
    Matrix zero = area.work.matrix(map.examples(), map.inputs());
    Arrays.fill(zero.array(), zero.from(), zero.from() + zero.size(), 0);
    return zero;
  }

  private static void copy(Matrix from, double[] to) {
    System.arraycopy(from.array(), from.from(), to, 0, from.size());
  }

  private Matrix forwardDot(Matrix xDot, Directions v, Area area) {
    Matrix dot = xDot;
    for (Pass pass : passes) {
      dot = pass.forwardDot(dot, v, area.work);
    }
    return dot;
  }

  private Matrix adjoint(double[] u, double[] sum, Area area) {
    Accumulator sums = new Accumulator(sum, 1, 0, map.from());
    Matrix bar = batch(u, map.outputs(), area);
    for (int i = passes.length - 1; i >= 0; i--) {
      bar = passes[i].adjoint(bar, sums, area.work);
    }
    return bar;
  }

  /**
   * Sweeps back once, so that {@link #gradient} and {@link #hessianByParameters} follow.
   *
   * @return ∂ℓ/∂z
   */
  double[] backward(LossPass loss) {
    Workspace memory = map.workspace();
    Matrix bar = loss.yBar();
    for (int i = passes.length - 1; i >= 0; i--) {
      bar = passes[i].backward(bar, memory);
    }
    double[] zBar = new double[map.examples() * map.inputs()];
    copy(bar, zBar);
    return zBar;
  }

  /** ∂ℓ/∂w by this block's parameters. */
  double[] gradient() {
    double[] sum = new double[map.parameters()];
    Workspace work = map.workspace();
    for (Pass pass : passes) {
      pass.gradient(new Accumulator(sum, 1, 0, map.from()), work);
    }
    return sum;
  }

  /** {@code ∂²ℓ/∂w² v}, the second derivatives of F included. */
  void hessianByParameters(LossPass loss, double[] v, double[] out) {
    Area area = area();
    second(loss, still(area), new Directions(v, 1, map.from()), out, area);
    areas.giveBack(area);
  }

  /** {@code ∂²ℓ/∂z² v}, the second derivatives of F included. */
  void hessianByInputs(LossPass loss, double[] v, double[] out) {
    Area area = area();
    Arrays.fill(area.parameters, 0);
    // Parameters that move along zero: sweeps that take directions read them.
    Directions none = new Directions(new double[map.parameters()], 1, map.from());
    copy(second(loss, batch(v, map.inputs(), area), none, area.parameters, area), out);
    areas.giveBack(area);
  }

  private Matrix second(LossPass loss, Matrix xDot, Directions v, double[] sum, Area area) {
    Accumulator sums = new Accumulator(sum, 1, 0, map.from());
    Matrix[] xDots = new Matrix[passes.length];
    Matrix dot = xDot;
    for (int i = 0; i < passes.length; i++) {
      xDots[i] = dot;
      dot = passes[i].forwardDot(dot, v, area.work);
    }
    Matrix barDot = loss.yBarDot(dot, 1, area.work);
    for (int i = passes.length - 1; i >= 0; i--) {
      barDot = passes[i].backwardDot(xDots[i], barDot, v, sums, area.work);
    }
    return barDot;
  }
}
