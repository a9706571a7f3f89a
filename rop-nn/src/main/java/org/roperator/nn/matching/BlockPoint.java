package org.roperator.nn.matching;

import java.util.Arrays;
import org.roperator.dense.Blas;
import org.roperator.nn.Accumulator;
import org.roperator.nn.Batch;
import org.roperator.nn.Directions;
import org.roperator.nn.LossPass;
import org.roperator.nn.Pass;
import org.roperator.nn.Workspace;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.Scratch;

/** A block at one point: its outputs, its Jacobians, and the sweeps of second derivatives. */
final class BlockPoint {

  private final BlockMap map;
  private final Pass[] passes;
  private final double[] outputs;
  private final Scratch<Area> areas;

  /** Where one product puts its numbers. */
  private static final class Area {
    private final Workspace work = Workspace.over(Blas.instance());
    private final double[] parameters;

    Area(int parameters) {
      this.parameters = new double[parameters];
    }
  }

  BlockPoint(BlockMap map, Pass[] passes, double[] outputs) {
    this.map = map;
    this.passes = passes;
    this.outputs = outputs;
    this.areas = Scratch.of(() -> new Area(map.parameters()));
  }

  /** The outputs of all examples. Not to be modified. */
  double[] outputs() {
    return outputs;
  }

  Batch outputBatch() {
    return Batch.of(outputs.clone(), 0, map.examples(), map.outputs());
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

  private Batch batch(double[] numbers, int columns, Area area) {
    Batch batch = area.work.batch(map.examples(), columns);
    System.arraycopy(numbers, 0, batch.array(), batch.from(), numbers.length);
    return batch;
  }

  /** Inputs that don't move, for layers that ask. */
  private Batch still(Area area) {
    Batch zero = area.work.batch(map.examples(), map.inputs());
    Arrays.fill(zero.array(), zero.from(), zero.from() + zero.size(), 0);
    return zero;
  }

  private static void copy(Batch from, double[] to) {
    System.arraycopy(from.array(), from.from(), to, 0, from.size());
  }

  private Batch forwardDot(Batch xDot, Directions v, Area area) {
    Batch dot = xDot;
    for (Pass pass : passes) {
      dot = pass.forwardDot(dot, v, area.work);
    }
    return dot;
  }

  private Batch adjoint(double[] u, double[] sum, Area area) {
    Accumulator sums = new Accumulator(sum, 1, 0, map.from());
    Batch bar = batch(u, map.outputs(), area);
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
    Workspace memory = Workspace.over(Blas.instance());
    Batch bar = loss.yBar();
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
    Workspace work = Workspace.over(Blas.instance());
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

  private Batch second(LossPass loss, Batch xDot, Directions v, double[] sum, Area area) {
    Accumulator sums = new Accumulator(sum, 1, 0, map.from());
    Batch[] xDots = new Batch[passes.length];
    Batch dot = xDot;
    for (int i = 0; i < passes.length; i++) {
      xDots[i] = dot;
      dot = passes[i].forwardDot(dot, v, area.work);
    }
    Batch barDot = loss.yBarDot(dot, 1, area.work);
    for (int i = passes.length - 1; i >= 0; i--) {
      barDot = passes[i].backwardDot(xDots[i], barDot, v, sums, area.work);
    }
    return barDot;
  }
}
