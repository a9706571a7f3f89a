package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.operator.Scratch;

/** A finished recording, for any number of sweeps from any number of threads. */
final class Linearisation {

  private final Segment[] segments;
  private final Block[] blocks;
  private final int inputs;
  private final int nodes;
  private final Scratch<SweepArea> areas;

  Linearisation(Segment[] segments, Block[] blocks, int inputs, int nodes) {
    this.segments = segments;
    this.blocks = blocks;
    this.inputs = inputs;
    this.nodes = nodes;
    this.areas = Scratch.of(SweepArea::new);
  }

  /** That of a result that depends on nothing. */
  static Linearisation ofConstant(int inputs) {
    return new Linearisation(new Segment[0], new Block[0], inputs, inputs);
  }

  int inputs() {
    return inputs;
  }

  int nodes() {
    return nodes;
  }

  /** {@code out = Hv}. */
  void hessian(double[] v, double[] out) {
    SweepArea area = areas.take();
    double[] dot = area.dot(nodes);
    double[] barDot = area.barDot(nodes);
    System.arraycopy(v, 0, dot, 0, inputs);
    int at = inputs;
    for (Segment segment : segments) {
      Sweeps.forwardDot(segment, blocks, dot, at, area.work());
      at += segment.results;
    }
    Arrays.fill(barDot, 0, nodes, 0);
    for (int i = segments.length - 1; i >= 0; i--) {
      Sweeps.backwardDot(segments[i], blocks, dot, barDot, at, area.work());
      at -= segments[i].results;
    }
    System.arraycopy(barDot, 0, out, 0, inputs);
    areas.giveBack(area);
  }

  /** The bytes of its arrays, without those that a sweep borrows. */
  long bytes() {
    long bytes = 0;
    for (Segment segment : segments) {
      bytes += segment.bytes();
    }
    for (Block block : blocks) {
      bytes += block.bytes();
    }
    return bytes;
  }
}
