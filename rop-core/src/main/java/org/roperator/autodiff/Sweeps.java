package org.roperator.autodiff;

import static org.roperator.autodiff.Segment.BINARY;
import static org.roperator.autodiff.Segment.BLOCK;
import static org.roperator.autodiff.Segment.DIFFERENCE;
import static org.roperator.autodiff.Segment.LINEAR;
import static org.roperator.autodiff.Segment.PRODUCT;
import static org.roperator.autodiff.Segment.SCALED;
import static org.roperator.autodiff.Segment.SUM;
import static org.roperator.autodiff.Segment.UNARY;
import static org.roperator.autodiff.Segment.a;
import static org.roperator.autodiff.Segment.b;
import static org.roperator.autodiff.Segment.kind;

import java.util.Arrays;

/**
 * The sweeps over one segment of a tape, for one direction.
 *
 * <p>For {@code y = f(a, b)} with partials p and second partials f:
 *
 * <pre>
 *   backward      ā += p ȳ
 *   forwardDot    ẏ  = Σ p ȧ
 *   backwardDot   R{ā} += p R{ȳ} + Σ (ȳ f) ȧ
 * </pre>
 *
 * <p>The products ȳ f stand in the frozen segment, so that an R-sweep reads no adjoint.
 */
final class Sweeps {

  private Sweeps() {}

  /**
   * Carries adjoints from results to operands.
   *
   * @param bar adjoints of all nodes. Updated.
   * @param end one past the segment's last result
   */
  static void backward(Segment s, Block[] blocks, double[] bar, int end, Work work) {
    long[] words = s.words;
    double[] p = s.partials;
    int pp = s.partialCount;
    int at = end;
    for (int i = s.size - 1; i >= 0; i--) {
      long word = words[i];
      int kind = kind(word);
      if (kind == BLOCK) {
        Block block = blocks[a(word)];
        at -= block.length();
        block.backward(bar, at, work);
        continue;
      }
      double yBar = bar[--at];
      int a = a(word);
      int b = b(word);
      switch (kind) {
        case SUM -> {
          bar[a] += yBar;
          bar[b] += yBar;
        }
        case DIFFERENCE -> {
          bar[a] += yBar;
          bar[b] -= yBar;
        }
        case SCALED, UNARY -> {
          pp--;
          // An infinite partial of a result that nothing depends on must not become NaN.
          if (yBar != 0) {
            bar[a] += p[pp] * yBar;
          }
        }
        default -> {
          pp -= 2;
          if (yBar != 0) {
            bar[a] += p[pp] * yBar;
            bar[b] += p[pp + 1] * yBar;
          }
        }
      }
    }
  }

  /**
   * Multiplies the second partials by the adjoints, and takes the partials of results that the
   * output doesn't depend on as zero, so that no infinity of theirs enters a product.
   *
   * @param s the segment. Updated.
   * @param bar adjoints of all nodes after the reverse sweep. Not modified.
   * @param live marks of the nodes the output depends on; operands are marked. Updated.
   * @param end one past the segment's last result
   */
  static void freeze(Segment s, Block[] blocks, double[] bar, byte[] live, int end) {
    long[] words = s.words;
    double[] p = s.partials;
    double[] f = s.bends;
    int pp = s.partialCount;
    int fp = s.bendCount;
    int at = end;
    for (int i = s.size - 1; i >= 0; i--) {
      long word = words[i];
      int kind = kind(word);
      if (kind == BLOCK) {
        Block block = blocks[a(word)];
        at -= block.length();
        blocks[a(word)] = block.frozen(bar, at);
        block.markOperands(live);
        continue;
      }
      at--;
      double yBar = bar[at];
      int firstPartials = pp;
      int firstBends = fp;
      pp -= Segment.partials(kind);
      fp -= Segment.bends(kind);
      if (live[at] == 0) {
        Arrays.fill(p, pp, firstPartials, 0);
        Arrays.fill(f, fp, firstBends, 0);
        continue;
      }
      live[a(word)] = 1;
      switch (kind) {
        case SCALED -> {}
        case UNARY -> f[fp] *= yBar;
        case PRODUCT -> {
          live[b(word)] = 1;
          f[fp] = yBar;
        }
        case BINARY -> {
          live[b(word)] = 1;
          f[fp] *= yBar;
          f[fp + 1] *= yBar;
          f[fp + 2] *= yBar;
        }
        default -> live[b(word)] = 1;
      }
    }
  }

  /**
   * Carries tangents from operands to results.
   *
   * @param dot tangents of all nodes. The entries of the segment's results are overwritten.
   * @param start the segment's first result
   */
  static void forwardDot(Segment s, Block[] blocks, double[] dot, int start, Work work) {
    long[] words = s.words;
    double[] p = s.partials;
    int size = s.size;
    int pp = 0;
    int at = start;
    for (int i = 0; i < size; i++) {
      long word = words[i];
      int a = a(word);
      int b = b(word);
      switch (kind(word)) {
        case SUM -> dot[at++] = dot[a] + dot[b];
        case DIFFERENCE -> dot[at++] = dot[a] - dot[b];
        case SCALED, UNARY -> dot[at++] = p[pp++] * dot[a];
        case BLOCK -> {
          blocks[a].forwardDot(dot, at, 1, work);
          at += blocks[a].length();
        }
        default -> {
          dot[at++] = p[pp] * dot[a] + p[pp + 1] * dot[b];
          pp += 2;
        }
      }
    }
  }

  /**
   * Carries the tangents of adjoints from results to operands.
   *
   * @param s a frozen segment
   * @param dot tangents of all nodes. Not modified.
   * @param barDot tangents of all adjoints. Updated.
   * @param end one past the segment's last result
   */
  static void backwardDot(
      Segment s, Block[] blocks, double[] dot, double[] barDot, int end, Work work) {
    long[] words = s.words;
    double[] p = s.partials;
    double[] f = s.bends;
    int pp = s.partialCount;
    int fp = s.bendCount;
    int at = end;
    for (int i = s.size - 1; i >= 0; i--) {
      long word = words[i];
      int kind = kind(word);
      int a = a(word);
      int b = b(word);
      if (kind == BLOCK) {
        at -= blocks[a].length();
        blocks[a].backwardDot(dot, barDot, at, 1, work);
        continue;
      }
      double yBarDot = barDot[--at];
      switch (kind) {
        case SUM -> {
          barDot[a] += yBarDot;
          barDot[b] += yBarDot;
        }
        case DIFFERENCE -> {
          barDot[a] += yBarDot;
          barDot[b] -= yBarDot;
        }
        case SCALED -> barDot[a] += p[--pp] * yBarDot;
        case UNARY -> barDot[a] += p[--pp] * yBarDot + f[--fp] * dot[a];
        case PRODUCT -> {
          pp -= 2;
          double yBar = f[--fp];
          barDot[a] += p[pp] * yBarDot + yBar * dot[b];
          barDot[b] += p[pp + 1] * yBarDot + yBar * dot[a];
        }
        case LINEAR -> {
          pp -= 2;
          barDot[a] += p[pp] * yBarDot;
          barDot[b] += p[pp + 1] * yBarDot;
        }
        default -> {
          pp -= 2;
          fp -= 3;
          barDot[a] += p[pp] * yBarDot + f[fp] * dot[a] + f[fp + 1] * dot[b];
          barDot[b] += p[pp + 1] * yBarDot + f[fp + 1] * dot[a] + f[fp + 2] * dot[b];
        }
      }
    }
  }
}
