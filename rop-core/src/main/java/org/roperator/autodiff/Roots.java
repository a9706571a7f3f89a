package org.roperator.autodiff;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The results on a tape that have a value but no derivative, and what is known of them instead.
 *
 * <p>Most are powers {@code m sᵖ} of a smooth s at s = 0: square roots, norms, arc cosines at 1.
 * Their own derivatives are NaN. What is smooth all the same, such as the square of a norm or the
 * cosine of an angle, is computed from s by {@link Singular}.
 *
 * <p>The reverse sweep leaves out results with a zero adjoint, which may be a zero times an
 * infinity here. So {@link #spoil} makes the gradient NaN in all inputs of such a result on which
 * the output depends.
 */
final class Roots {

  /** No such results. */
  static final Roots NONE = new Roots();

  /** What a node is: {@code multiple · baseᵖ}, where the base is zero. */
  record Root(Var base, double multiple, double power) {}

  private final NavigableMap<Integer, Root> roots = new TreeMap<>();
  private final Set<Integer> singular = new HashSet<>();
  // Products of a root with what is zero and smooth, by their numbers: their gradient is zero.
  private final Map<Integer, Integer> harmless = new HashMap<>();

  /** A node without derivative that is a power of a base. */
  void addRoot(int node, Root root) {
    roots.put(node, root);
    singular.add(node);
  }

  /** A multiple of a node that may be a root. */
  void copy(int from, double factor, int to) {
    Root root = roots.get(from);
    if (root != null) {
      roots.put(to, new Root(root.base, root.multiple * factor, root.power));
    }
  }

  /** A node without derivative of which nothing else is known. */
  void addSingular(int node) {
    singular.add(node);
  }

  /** A product whose gradient is zero unless its other factor is singular. */
  void addHarmless(int product, int root) {
    harmless.put(product, root);
  }

  boolean isRoot(int node) {
    return !roots.isEmpty() && roots.containsKey(node) && singular.contains(node);
  }

  /** What a node is a power of; null if it is none. */
  @Nullable Root of(int node) {
    return roots.get(node);
  }

  /** What a root without derivative is a positive multiple of, by sign; 0 for other nodes. */
  double signOfRoot(int node) {
    Root root = isRoot(node) ? roots.get(node) : null;
    return root == null ? 0 : Math.signum(root.multiple);
  }

  /** Whether any of some consecutive nodes is a root. */
  boolean isAnyRoot(int from, int length) {
    Integer next = roots.ceilingKey(from);
    return next != null && next < from + length;
  }

  /**
   * Makes NaN of the gradient and the second partials of what depends on a result without
   * derivative.
   */
  void spoil(Recording recording, int output, double[] gradient, boolean weighs) {
    if (singular.isEmpty()) {
      return;
    }
    int inputs = recording.inputs();
    int nodes = inputs + recording.size();
    boolean[] rough = rough(recording, nodes);
    boolean[] live = new boolean[nodes];
    boolean[] spoilt = new boolean[nodes];
    boolean[] used = new boolean[nodes]; // by harmless products, too
    live[output] = true;
    used[output] = true;
    Ends ends = new Ends(recording);
    for (int node = nodes - 1; node >= inputs; node--) {
      ends.moveTo(node);
      if (live[node] && singular.contains(node)) {
        ends.operandsWithoutSlope(operand -> spoilt[operand] = true);
        if (weighs) {
          ends.spoilBends();
        }
      }
      if (used[node]) {
        ends.operands(operand -> used[operand] = true);
      } else if (weighs && singular.contains(node)) {
        ends.dropMissingSlopes();
      }
      if (live[node]) {
        int but = harmlessOperand(node, ends, rough);
        ends.operands(operand -> live[operand] |= operand != but);
      }
      if (spoilt[node]) {
        ends.operands(operand -> spoilt[operand] = true);
      }
    }
    for (int i = 0; i < inputs; i++) {
      gradient[i] = spoilt[i] ? Double.NaN : gradient[i];
    }
  }

  private int harmlessOperand(int node, Ends ends, boolean[] rough) {
    Integer root = harmless.get(node);
    if (root == null) {
      return -1;
    }
    boolean[] other = new boolean[1];
    ends.operands(operand -> other[0] |= operand != root && rough[operand]);
    return other[0] ? -1 : root;
  }

  /** Which nodes are singular or depend on one that is. */
  private boolean[] rough(Recording recording, int nodes) {
    boolean[] rough = new boolean[nodes];
    Ends ends = new Ends(recording);
    for (int node = recording.inputs(); node < nodes; node++) {
      int at = node;
      ends.moveTo(node);
      rough[node] = singular.contains(node);
      ends.operands(operand -> rough[at] |= rough[operand]);
    }
    return rough;
  }

  private interface Operand {
    void accept(int operand);
  }

  /** Passes on what a result depends on. */
  private record Dependencies(Operand consumer) implements Block.Structure {

    @Override
    public void dependsOn(int operand) {
      consumer.accept(operand);
    }

    @Override
    public void bendsIn(int first, int second) {}
  }

  /** Finds the operands of nodes, and their second partials on the way down. */
  private static final class Ends {

    private final Recording recording;
    private Segment segment = Segment.NONE;
    private int number = -1;
    private int place;
    private int[] bendOf = new int[0];

    Ends(Recording recording) {
      this.recording = recording;
    }

    void moveTo(int node) {
      int i = node - recording.inputs();
      place = Segment.place(i);
      if (Segment.of(i) != number) {
        number = Segment.of(i);
        segment = recording.segment(number);
        int n = recording.sizeOf(number);
        bendOf = new int[n + 1];
        for (int j = 0; j < n; j++) {
          long word = segment.words[j];
          bendOf[j + 1] = bendOf[j] + (Node.isOfBlock(word) ? 0 : Node.bends(Node.kind(word)));
        }
      }
    }

    void operands(Operand consumer) {
      long word = segment.words[place];
      if (!Node.isOfBlock(word)) {
        consumer.accept(Node.a(word));
        if (Node.isBinary(Node.kind(word))) {
          consumer.accept(Node.b(word));
        }
        return;
      }
      Block block = recording.blocks()[Node.a(word)];
      if (block.isLocal()) {
        block.describe(Node.b(word), new Dependencies(consumer));
        return;
      }
      block.operands(
          (from, length) -> {
            for (int j = from; j < from + length; j++) {
              consumer.accept(j);
            }
          });
    }

    void operandsWithoutSlope(Operand consumer) {
      long word = segment.words[place];
      if (Double.isNaN(segment.partials[2 * place])) {
        consumer.accept(Node.a(word));
      }
      if (Double.isNaN(segment.partials[2 * place + 1])) {
        consumer.accept(Node.b(word));
      }
    }

    /** Of a result that nothing depends on, for sweeps over arrays that it stands in. */
    void dropMissingSlopes() {
      double[] partials = segment.partials;
      for (int j = 2 * place; j < 2 * place + 2; j++) {
        partials[j] = Double.isNaN(partials[j]) ? 0 : partials[j];
      }
    }

    void spoilBends() {
      Arrays.fill(segment.bends, bendOf[place], bendOf[place + 1], Double.NaN);
    }
  }
}
