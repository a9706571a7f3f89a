package org.roperator.nn;

import java.util.Arrays;

/**
 * The sweeps through {@code y = γ ∘ x + β} along {@code (V, c)}.
 *
 * <pre>
 * xBar    = γ ∘ yBar                  γBar    = Σ yBar ∘ x                      βBar    = Σ yBar
 * yDot    = γ ∘ xDot + V ∘ x + c
 * xBarDot = γ ∘ yBarDot + V ∘ yBar    γBarDot = Σ yBarDot ∘ x + yBar ∘ xDot     βBarDot = Σ yBarDot
 * </pre>
 */
final class ScalePass extends BiaffinePass {

  private final int width;
  private final int units;

  ScalePass(ScaleLayer layer, Batch x, double[] w, int from, Batch y) {
    super(x, w, from, y);
    this.width = layer.inputs();
    this.units = layer.units();
  }

  @Override
  public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
    int k = v.count();
    boolean still = xDot.size() == 0;
    Batch yDot =
        still ? work.zeros(x.rows() * k, width) : scaled(xDot, work.batch(x.rows() * k, width));
    if (!v.isNone()) {
      for (int row = 0; row < yDot.rows(); row++) {
        addAlong(v, row % k, x, row / k, yDot, row, true);
      }
    }
    return yDot;
  }

  @Override
  Batch mixed(Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    int k = v.count();
    Batch yBar = yBar();
    for (int row = 0; row < yBarDot.rows(); row++) {
      addProducts(xDot, row, yBar, row / k, sum.array(), sum.from(from, units, row % k));
    }
    scaled(yBarDot, yBarDot);
    for (int row = 0; row < yBarDot.rows(); row++) {
      addAlong(v, row % k, yBar, row / k, yBarDot, row, false);
    }
    return yBarDot;
  }

  /** {@code γ ∘ u}: the Jacobian is its own transpose. */
  @Override
  Batch sentBack(Batch u, Workspace work) {
    return scaled(u, work.batch(u.rows(), width));
  }

  @Override
  Batch sentBackInPlace(Batch u, Workspace work) {
    return scaled(u, u);
  }

  @Override
  public void parameterAdjoint(Batch u, Accumulator sum, Workspace work) {
    int k = sum.count();
    double[] sums = sum.array();
    sum.begin(sum.from(from), 2 * k * units);
    for (int row = 0; row < u.rows(); row++) {
      addProducts(x, row / k, u, row, sums, sum.from(from, units, row % k));
      int to = sum.from(from + units, units, row % k);
      for (int at = 0; at < width; at += units) {
        for (int i = 0; i < units; i++) {
          sums[to + i] += u.array()[u.from() + row * width + at + i];
        }
      }
    }
  }

  @Override
  public Batch factor() {
    return x;
  }

  /** The gradient of one example is a sum over its positions, to be squared when it is whole. */
  @Override
  public void squaredGradients(Accumulator sum, Workspace work) {
    int to = sum.from(from);
    sum.begin(to, 2 * units);
    Batch yBar = yBar();
    double[] own = work.numbers(2 * units);
    for (int row = 0; row < yBar.rows(); row++) {
      Arrays.fill(own, 0, 2 * units, 0);
      addProducts(x, row, yBar, row, own, 0);
      for (int i = 0; i < width; i++) {
        own[units + i % units] += yBar.array()[yBar.from() + row * width + i];
      }
      for (int i = 0; i < 2 * units; i++) {
        sum.array()[to + i] += own[i] * own[i];
      }
    }
  }

  /** {@code sums += Σ a ∘ b} over the positions of one row each. */
  private void addProducts(Batch a, int aRow, Batch b, int bRow, double[] sums, int to) {
    int aFrom = a.from() + aRow * width;
    int bFrom = b.from() + bRow * width;
    for (int at = 0; at < width; at += units) {
      for (int i = 0; i < units; i++) {
        sums[to + i] += a.array()[aFrom + at + i] * b.array()[bFrom + at + i];
      }
    }
  }

  /** {@code out += V ∘ a}, and c if asked for, of one row each. */
  private void addAlong(
      Directions v, int j, Batch a, int aRow, Batch out, int row, boolean withShift) {
    int factors = v.from(from, units, j);
    int shifts = v.from(from + units, units, j);
    int aFrom = a.from() + aRow * width;
    int to = out.from() + row * width;
    for (int at = 0; at < width; at += units) {
      for (int i = 0; i < units; i++) {
        out.array()[to + at + i] +=
            v.array()[factors + i] * a.array()[aFrom + at + i]
                + (withShift ? v.array()[shifts + i] : 0);
      }
    }
  }

  /** {@code out = γ ∘ rows}. */
  private Batch scaled(Batch rows, Batch out) {
    for (int at = 0; at < rows.size(); at += units) {
      for (int i = 0; i < units; i++) {
        out.array()[out.from() + at + i] = w[from + i] * rows.array()[rows.from() + at + i];
      }
    }
    return out;
  }
}
