package org.roperator.autodiff;

import static org.roperator.autodiff.Node.BINARY;
import static org.roperator.autodiff.Node.BLOCK;
import static org.roperator.autodiff.Node.PRODUCT;
import static org.roperator.autodiff.Node.UNARY;
import static org.roperator.autodiff.Node.a;
import static org.roperator.autodiff.Node.b;
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
  private final long[] words;
  private final double[] p;
  private final int inputs;
  private final byte[] state;
  private final boolean secondOrder;
  private int[] partialStarts = {};
  private int[] slot = {};
  private double[] multiple = {};

  private int needed;
  private int uses;
  private int pairs;

  private int[] rowEnds = {};
  private int[] columns = {};
  private double[] entries = {};
  private int rows;
  private int entryCount;
  private int slots;

  private int[] stackNodes = new int[16];
  private double[] stackFactors = new double[16];
  private int stackSize;

  private Reduction(Recording recording, boolean secondOrder) {
    this.recording = recording;
    this.secondOrder = secondOrder;
    this.words = recording.words();
    this.p = recording.partials();
    this.inputs = recording.inputs();
    this.state = new byte[inputs + words.length];
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
    for (int i = words.length - 1; i >= 0; i--) {
      int node = inputs + i;
      long word = words[i];
      int kind = kind(word);
      if (kind == BLOCK) {
        if (b(word) == 0) {
          findNeedsOfBlock(recording.blocks()[a(word)], node);
        }
        continue;
      }
      int now = state[node];
      if ((now & LIVE) == 0) {
        continue;
      }
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

  private static boolean isBinary(int kind) {
    return kind < Node.SCALED || kind == PRODUCT || kind == BINARY;
  }

  private ReducedTape build() {
    partialStarts = new int[words.length];
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
    SparseCurvature curvature = new SparseCurvature(inputs + needed, pairs);
    Block[] blocks = new Block[recording.blocks().length];
    int[] blockRows = new int[blocks.length];
    int blockCount = 0;
    int pp = 0;
    int fp = 0;
    for (int i = 0; i < words.length; i++) {
      long word = words[i];
      int kind = kind(word);
      int node = inputs + i;
      if (kind == BLOCK) {
        if ((state[node] & LIVE) == 0) {
          continue;
        }
        if (b(word) == 0) {
          blocks[blockCount] = recording.blocks()[a(word)].moved(slot);
          blockRows[blockCount++] = rows;
        }
        slot[node] = slots++;
        multiple[node] = 1;
        continue;
      }
      partialStarts[i] = pp;
      if ((state[node] & LIVE) != 0) {
        if ((state[node] & NEEDED) != 0) {
          place(node, word, kind, pp);
        }
        if (secondOrder) {
          curve(curvature, word, kind, fp);
        }
      }
      pp += Node.partials(kind);
      fp += Node.bends(kind);
    }
    return new ReducedTape(
        inputs,
        slots,
        Arrays.copyOf(rowEnds, rows),
        Arrays.copyOf(columns, entryCount),
        Arrays.copyOf(entries, entryCount),
        Arrays.copyOf(blockRows, blockCount),
        Arrays.copyOf(blocks, blockCount),
        curvature.trimmed(slots));
  }

  /** Makes the node another name, leaves it to its only consumer, or gives it a slot and a row. */
  private void place(int node, long word, int kind, int pp) {
    int now = state[node];
    if (!isBinary(kind) && (now & KEPT) == 0 && slot[a(word)] != NO_SLOT) {
      slot[node] = slot[a(word)];
      multiple[node] = p[pp] * multiple[a(word)];
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
      int top = stackNodes[--stackSize];
      double factor = stackFactors[stackSize];
      long word = words[top - inputs];
      int pp = partialStarts[top - inputs];
      switch (kind(word)) {
        case Node.SUM -> {
          follow(a(word), factor);
          follow(b(word), factor);
        }
        case Node.DIFFERENCE -> {
          follow(a(word), factor);
          follow(b(word), -factor);
        }
        case Node.SCALED, UNARY -> follow(a(word), factor * p[pp]);
        default -> {
          follow(a(word), factor * p[pp]);
          follow(b(word), factor * p[pp + 1]);
        }
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

  /** Adds the weighed second partials of a node, whose operands all have slots. */
  private void curve(SparseCurvature curvature, long word, int kind, int fp) {
    double[] f = recording.bends();
    int i = a(word);
    int j = b(word);
    double mi = multiple[i];
    switch (kind) {
      case UNARY -> curvature.addSquare(slot[i], f[fp] * mi * mi);
      case PRODUCT -> curvature.addPair(slot[i], slot[j], f[fp] * mi * multiple[j]);
      case BINARY -> {
        double mj = multiple[j];
        curvature.addSquare(slot[i], f[fp] * mi * mi);
        curvature.addPair(slot[i], slot[j], f[fp + 1] * mi * mj);
        curvature.addSquare(slot[j], f[fp + 2] * mj * mj);
      }
      default -> {}
    }
  }
}
