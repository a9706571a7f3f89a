package org.roperator.autodiff;

import static org.roperator.autodiff.Node.a;
import static org.roperator.autodiff.Node.b;
import static org.roperator.autodiff.Node.isBinary;
import static org.roperator.autodiff.Node.isOfBlock;
import static org.roperator.autodiff.Node.kind;

import java.util.Arrays;

/**
 * Reduces a recording to a {@link ReducedTape} by eliminating nodes.
 *
 * <p>A node is dropped if no second derivative needs its tangent, directly or through others. It
 * becomes another name for a multiple of a slot if it depends on that slot alone. It is merged into
 * its consumer if that is its only one and takes it linearly. All others get a slot. One reverse
 * pass finds what is needed how often, one forward pass writes the matrices; both visit every node
 * once.
 *
 * <p>Elimination of vertices in Griewank and Walther's sense, restricted to the cases that never
 * add an entry.
 */
final class Reduction {

  private static final byte LIVE = 1;
  private static final byte PAIRED = 2;
  private static final byte USED = 4;
  private static final byte USED_AGAIN = 8;
  private static final byte KEPT = 16;
  private static final byte NEEDED = PAIRED | USED | USED_AGAIN | KEPT;

  private static final int NO_SLOT = -1;

  private final Recording recording;
  private final int inputs;
  private final byte[] state;
  private final boolean secondOrder;
  private int[] slot = {};
  private double[] multiple = {};

  private int needed;
  private int uses;
  private int pairs;

  private int[] rowEnds = {};
  private int[] columns = {};
  private double[] entries = {};
  private Block[] blocks = {};
  private int[] blockRows = {};
  private int rows;
  private int entryCount;
  private int blockCount;
  private int slots;

  private int[] stackNodes = new int[16];
  private double[] stackFactors = new double[16];
  private int stackSize;

  private Reduction(Recording recording, boolean secondOrder) {
    this.recording = recording;
    this.secondOrder = secondOrder;
    this.inputs = recording.inputs();
    this.state = new byte[inputs + recording.size()];
  }

  /**
   * What Hessian products need.
   *
   * @param recording a recording weighed by the adjoints of its output
   * @param output the output's node; below zero for a constant
   */
  static ReducedTape forHessian(Recording recording, int output) {
    Reduction r = new Reduction(recording, true);
    if (output >= 0) {
      r.state[output] = LIVE;
    }
    r.findNeeds();
    return r.build();
  }

  /**
   * What Jacobian products need.
   *
   * @param recording a recording not weighed by adjoints
   * @param outputs its results' nodes. Overwritten by their slots.
   */
  static ReducedTape forJacobian(Recording recording, int[] outputs) {
    Reduction r = new Reduction(recording, false);
    for (int output : outputs) {
      r.state[output] = LIVE | KEPT;
    }
    r.findNeeds();
    ReducedTape reduced = r.build();
    for (int j = 0; j < outputs.length; j++) {
      outputs[j] = r.slot[outputs[j]];
    }
    return reduced;
  }

  private void findNeeds() {
    for (int s = recording.segments() - 1; s >= 0; s--) {
      findNeeds(recording.segment(s).words, recording.sizeOf(s), inputs + s * Segment.CAPACITY);
    }
  }

  private void findNeeds(long[] words, int size, int first) {
    for (int i = size - 1; i >= 0; i--) {
      long word = words[i];
      if (isOfBlock(word)) {
        if (b(word) == 0) {
          findNeedsOfBlock(recording.blocks()[a(word)], first + i);
        }
        continue;
      }
      int now = state[first + i];
      if ((now & LIVE) == 0) {
        continue;
      }
      int kind = kind(word);
      boolean bends = secondOrder && Node.bends(kind) > 0;
      boolean isNeeded = (now & NEEDED) != 0;
      need(a(word), bends, isNeeded);
      if (isBinary(kind)) {
        need(b(word), bends, isNeeded);
        pairs += bends ? 1 : 0;
      }
      needed += isNeeded ? 1 : 0;
    }
  }

  private void need(int operand, boolean paired, boolean used) {
    int now = state[operand] | LIVE;
    if (paired) {
      now |= PAIRED;
    }
    if (used) {
      uses++;
      now |= (now & USED) == 0 ? USED : USED_AGAIN;
    }
    state[operand] = (byte) now;
  }

  private void findNeedsOfBlock(Block block, int first) {
    boolean live = false;
    for (int j = first; j < first + block.length(); j++) {
      live |= (state[j] & LIVE) != 0;
    }
    if (live) {
      Arrays.fill(state, first, first + block.length(), (byte) (LIVE | KEPT));
      needed += block.length();
      block.operands(
          (from, length) -> {
            for (int j = from; j < from + length; j++) {
              state[j] |= LIVE | KEPT;
            }
          });
    }
  }

  private ReducedTape build() {
    slot = new int[state.length];
    multiple = new double[state.length];
    Arrays.fill(slot, NO_SLOT);
    for (int i = 0; i < inputs; i++) {
      slot[i] = i;
      multiple[i] = 1;
    }
    slots = inputs;
    rowEnds = new int[needed];
    columns = new int[uses];
    entries = new double[uses];
    blocks = new Block[recording.blocks().length];
    blockRows = new int[blocks.length];
    SparseCurvature curvature = new SparseCurvature(inputs + needed, pairs);
    for (int s = 0; s < recording.segments(); s++) {
      build(recording.segment(s), recording.sizeOf(s), inputs + s * Segment.CAPACITY, curvature);
    }
    return new ReducedTape(
        inputs,
        slots,
        new ReducedTape.Rows(
            Arrays.copyOf(rowEnds, rows),
            Arrays.copyOf(columns, entryCount),
            Arrays.copyOf(entries, entryCount)),
        Arrays.copyOf(blockRows, blockCount),
        Arrays.copyOf(blocks, blockCount),
        curvature.trimmed(slots));
  }

  private void build(Segment segment, int size, int first, SparseCurvature curvature) {
    long[] words = segment.words;
    double[] partials = segment.partials;
    int f = 0;
    for (int i = 0; i < size; i++) {
      long word = words[i];
      int node = first + i;
      int now = state[node];
      if (isOfBlock(word)) {
        if ((now & LIVE) != 0) {
          placeOfBlock(node, word);
        }
        continue;
      }
      int kind = kind(word);
      if ((now & NEEDED) != 0) {
        place(node, word, kind, partials[2 * i]);
      }
      if (secondOrder) {
        if ((now & LIVE) != 0) {
          curve(curvature, word, kind, segment.bends, f);
        }
        f += Node.bends(kind);
      }
    }
  }

  private void placeOfBlock(int node, long word) {
    if (b(word) == 0) {
      blocks[blockCount] = recording.blocks()[a(word)].moved(slot);
      blockRows[blockCount++] = rows;
    }
    slot[node] = slots++;
    multiple[node] = 1;
  }

  /** Makes the node another name, leaves it to its only consumer, or gives it a slot and a row. */
  private void place(int node, long word, int kind, double p) {
    int now = state[node];
    if (!isBinary(kind) && (now & KEPT) == 0 && slot[a(word)] != NO_SLOT) {
      slot[node] = slot[a(word)];
      multiple[node] = p * multiple[a(word)];
    } else if ((now & (PAIRED | USED_AGAIN | KEPT)) != 0) {
      writeRow(node);
      slot[node] = slots++;
      multiple[node] = 1;
    }
  }

  /** Writes the row of a node: the paths from it to the nearest slots below. */
  private void writeRow(int node) {
    push(node, 1);
    while (stackSize > 0) {
      int top = stackNodes[--stackSize] - inputs;
      double factor = stackFactors[stackSize];
      Segment segment = recording.segment(Segment.of(top));
      int i = Segment.place(top);
      long word = segment.words[i];
      follow(a(word), factor * segment.partials[2 * i]);
      if (isBinary(kind(word))) {
        follow(b(word), factor * segment.partials[2 * i + 1]);
      }
    }
    rowEnds[rows++] = entryCount;
  }

  private void follow(int operand, double factor) {
    if (slot[operand] == NO_SLOT) {
      push(operand, factor);
    } else {
      columns[entryCount] = slot[operand];
      entries[entryCount++] = factor * multiple[operand];
    }
  }

  private void push(int node, double factor) {
    if (stackSize == stackNodes.length) {
      stackNodes = Arrays.copyOf(stackNodes, 2 * stackSize);
      stackFactors = Arrays.copyOf(stackFactors, 2 * stackSize);
    }
    stackNodes[stackSize] = node;
    stackFactors[stackSize++] = factor;
  }

  /** Adds the weighed second partials of a node, whose operands all have slots if it has any. */
  private void curve(SparseCurvature curvature, long word, int kind, double[] bends, int f) {
    int i = a(word);
    int j = b(word);
    double mi = multiple[i];
    switch (kind) {
      case Node.UNARY -> curvature.addSquare(slot[i], bends[f] * mi * mi);
      case Node.PRODUCT -> curvature.addPair(slot[i], slot[j], bends[f] * mi * multiple[j]);
      case Node.BINARY -> {
        double mj = multiple[j];
        curvature.addSquare(slot[i], bends[f] * mi * mi);
        curvature.addPair(slot[i], slot[j], bends[f + 1] * mi * mj);
        curvature.addSquare(slot[j], bends[f + 2] * mj * mj);
      }
      default -> {}
    }
  }
}
