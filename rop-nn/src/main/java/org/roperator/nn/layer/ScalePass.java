package org.roperator.nn.layer;

import java.util.Arrays;
import org.roperator.dense.Matrix;

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

  ScalePass(int width, int units, Matrix x, double[] w, int from, Matrix y) {
    super(x, w, from, y);
    this.width = width;
    this.units = units;
  }

  @Override
  public Matrix forwardDot(Matrix xDot, Directions v, Workspace work) {
    int k = v.count();
    boolean still = xDot.size() == 0;
    Matrix yDot =
        still ? work.zeros(x.rows() * k, width) : scaled(xDot, work.matrix(x.rows() * k, width));
    if (!v.isNone()) {
      for (int row = 0; row < yDot.rows(); row++) {
        addAlong(v, row % k, x, row / k, yDot, row, true);
      }
    }
    return yDot;
  }

  @Override
  Matrix mixed(Matrix xDot, Matrix yBarDot, Directions v, Accumulator sum, Workspace work) {
    int k = v.count();
    Matrix yBar = yBar();
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
  Matrix sentBack(Matrix u, Workspace work) {
    return scaled(u, work.matrix(u.rows(), width));
  }

  @Override
  Matrix sentBackInPlace(Matrix u, Workspace work) {
    return scaled(u, u);
  }

  @Override
  public void parameterAdjoint(Matrix u, Accumulator sum, Workspace work) {
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
  public Matrix factor() {
    return x;
  }

  /** The gradient of one example is a sum over its positions, to be squared when it is whole. */
  @Override
  public void squaredGradients(Accumulator sum, Workspace work) {
    int to = sum.from(from);
    sum.begin(to, 2 * units);
    double[] own = work.numbers(2 * units);
    for (int row = 0; row < x.rows(); row++) {
      Arrays.fill(own, 0, 2 * units, 0);
      exampleGradient(row, new Accumulator(own, 1, 1, from), work);
      for (int i = 0; i < 2 * units; i++) {
        sum.array()[to + i] += own[i] * own[i];
      }
    }
  }

  @Override
  public void exampleGradient(int n, Accumulator sum, Workspace work) {
    int to = sum.from(from);
    Matrix yBar = yBar();
    addProducts(x, n, yBar, n, sum.array(), to);
    for (int i = 0; i < width; i++) {
      sum.array()[to + units + i % units] += yBar.array()[yBar.from() + n * width + i];
    }
  }

  /** {@code sums += Σ a ∘ b} over the positions of one row each. */
  private void addProducts(Matrix a, int aRow, Matrix b, int bRow, double[] sums, int to) {
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
      Directions v, int j, Matrix a, int aRow, Matrix out, int row, boolean withShift) {
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
  private Matrix scaled(Matrix rows, Matrix out) {
    for (int at = 0; at < rows.size(); at += units) {
      for (int i = 0; i < units; i++) {
        out.array()[out.from() + at + i] = w[from + i] * rows.array()[rows.from() + at + i];
      }
    }
    return out;
  }
}
