package org.roperator.autodiff;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.roperator.dense.MatrixArena;

/**
 * How the results of a tape move while its inputs move along one fixed direction: what decides
 * ties.
 *
 * <p>Of two results with one value that one counts as larger which is larger right beside the
 * point, at {@code w + ε d} for all small ε &gt; 0 with {@code dᵢ = 1 + 1/ln(i + 3)}: all inputs
 * move up, the first ones fastest, and hardly any two combinations of them alike. So all ties of a
 * program are decided as at one point where there are none, and the derivatives are those of pieces
 * that meet there; a function that is smooth whatever it is composed of gets its own.
 *
 * <p>Computed when a first tie asks for it, in one pass over the tape, and continued by the next.
 */
final class Drift {

  private final TapeMemory memory;
  private final List<Block> blocks;
  private final int inputs;
  private final MatrixArena work = MatrixArena.empty();
  private double[] first = new double[0];
  private double[] second = new double[0];
  private int known;
  private int bend;

  Drift(TapeMemory memory, List<Block> blocks, int inputs) {
    this.memory = memory;
    this.blocks = blocks;
    this.inputs = inputs;
  }

  /**
   * The speed of a node, whose sign tells where it moves; 0 for a constant.
   *
   * @param node a node; below zero for a constant
   * @param nodes the number of nodes so far
   * @param rootSign the sign of a root without derivative beside its zero; 0 for other nodes
   */
  double speed(int node, int nodes, IntToDoubleFunction rootSign) {
    extend(nodes, rootSign);
    return node < 0 ? 0 : first[node];
  }

  /** Its second derivative along the direction; NaN if a block lies in between. */
  double acceleration(int node, int nodes, IntToDoubleFunction rootSign) {
    extend(nodes, rootSign);
    return node < 0 ? 0 : second[node];
  }

  private void extend(int nodes, IntToDoubleFunction rootSign) {
    if (first.length < nodes) {
      int length = Math.max(nodes, 2 * first.length);
      first = Arrays.copyOf(first, length);
      second = Arrays.copyOf(second, length);
    }
    for (; known < Math.min(inputs, nodes); known++) {
      first[known] = 1 + 1 / StrictMath.log(known + 3);
    }
    for (; known < nodes; known++) {
      int i = Segment.place(known - inputs);
      Segment segment = memory.segment(Segment.of(known - inputs));
      if (i == 0) {
        bend = 0;
      }
      long word = segment.words[i];
      if (Node.isOfBlock(word)) {
        if (Node.b(word) == 0) {
          Block block = blocks.get(Node.a(word));
          block.push(first, known, 1, work.rewound());
          Arrays.fill(second, known, known + block.length(), Double.NaN);
        }
      } else {
        move(known, word, segment, i);
        double sign = rootSign.applyAsDouble(known);
        if (sign != 0) {
          // Zero here, of the sign of its multiple beside, and faster than anything smooth.
          first[known] = sign * Double.POSITIVE_INFINITY;
          second[known] = Double.NaN;
        }
      }
    }
  }

  private void move(int node, long word, Segment segment, int i) {
    int a = Node.a(word);
    int kind = Node.kind(word);
    double p = segment.partials[2 * i];
    double moved = times(p, first[a]);
    double bent = times(p, second[a]);
    int b = a;
    if (Node.isBinary(kind)) {
      b = Node.b(word);
      double q = segment.partials[2 * i + 1];
      moved += times(q, first[b]);
      bent += times(q, second[b]);
    }
    double[] bends = segment.bends;
    double u = first[a];
    double v = first[b];
    bent +=
        switch (kind) {
          case Node.UNARY -> times(bends[bend], u * u);
          case Node.PRODUCT -> 2 * times(bends[bend], u * v);
          case Node.BINARY ->
              times(bends[bend], u * u)
                  + 2 * times(bends[bend + 1], u * v)
                  + times(bends[bend + 2], v * v);
          default -> 0;
        };
    bend += Node.bends(kind);
    first[node] = moved;
    second[node] = bent;
  }

  private static double times(double partial, double motion) {
    return partial == 0 || motion == 0 ? 0 : partial * motion;
  }
}
