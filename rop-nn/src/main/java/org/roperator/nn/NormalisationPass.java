package org.roperator.nn;

/**
 * The sweeps through a normalisation, each two runs over the batch: sums over the groups, and a
 * combination with what follows from them; see {@link NormalisationStatistics}.
 */
final class NormalisationPass implements HessianPass {

  private final NormalisationAxis axis;
  private final NormalisationStatistics statistics;
  private final Batch hat;
  private final Batch y;
  private Batch yBar = Batch.none();

  private NormalisationPass(
      NormalisationAxis axis, NormalisationStatistics statistics, Batch hat, Batch y) {
    this.axis = axis;
    this.statistics = statistics;
    this.hat = hat;
    this.y = y;
  }

  static NormalisationPass forward(
      NormalisationAxis axis, double epsilon, Batch x, Workspace memory) {
    Batch hat = x.owned(memory);
    NormalisationStatistics statistics = axis.normalise(hat, epsilon, memory);
    return new NormalisationPass(axis, statistics, hat, hat.copy(memory));
  }

  static Batch outputs(NormalisationAxis axis, double epsilon, Batch x, Workspace work) {
    Batch hat = x.owned(work);
    axis.normalise(hat, epsilon, work);
    return hat;
  }

  @Override
  public Batch y() {
    return y;
  }

  private int numbers(int k) {
    return axis.groups(hat.rows()) * k;
  }

  @Override
  public Batch backward(Batch yBar, Workspace memory) {
    this.yBar = yBar;
    double[] sums = memory.numbers(numbers(1));
    double[] products = memory.numbers(numbers(1));
    axis.sums(hat, yBar, 1, sums, products);
    statistics.remember(sums, products);
    double[][] c = coefficients(3, 1, memory);
    statistics.projection(axis, numbers(1), 1, sums, products, c);
    Batch xBar = memory.batch(yBar.rows(), yBar.columns());
    axis.combine(c, yBar, hat, 1, xBar);
    return xBar;
  }

  /** Keeps Σ xDot and Σ x̂ xDot for the sweep back. */
  @Override
  public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
    Batch[] kept = work.keep(this, 2);
    kept[0] = work.batch(1, numbers(v.count()));
    kept[1] = work.batch(1, numbers(v.count()));
    axis.sums(hat, xDot, v.count(), kept[0].array(), kept[1].array());
    return projected(xDot, v.count(), kept[0].array(), kept[1].array(), work, false);
  }

  @Override
  public Batch adjoint(Batch u, Accumulator sum, Workspace work) {
    return adjoint(u, sum.count(), work);
  }

  private Batch adjoint(Batch u, int k, Workspace work) {
    double[] sums = work.numbers(numbers(k));
    double[] products = work.numbers(numbers(k));
    axis.sums(hat, u, k, sums, products);
    return projected(u, k, sums, products, work, true);
  }

  /** {@code s P t}. */
  private Batch projected(
      Batch t, int k, double[] sums, double[] products, Workspace work, boolean inPlace) {
    double[][] c = coefficients(3, k, work);
    statistics.projection(axis, numbers(k), k, sums, products, c);
    Batch out = inPlace ? t : work.batch(t.rows(), t.columns());
    axis.combine(c, t, hat, k, out);
    return out;
  }

  private double[][] coefficients(int count, int k, Workspace work) {
    double[][] c = new double[count][];
    for (int i = 0; i < count; i++) {
      c[i] = work.numbers(numbers(k));
    }
    return c;
  }

  @Override
  public Batch backwardDot(
      Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    return second(xDot, yBarDot, v.count(), SecondSummand.KEEP, work);
  }

  @Override
  public Batch backwardHessian(Batch xDot, Batch u, int k, SecondSummand summand, Workspace work) {
    return summand == SecondSummand.DROP ? adjoint(u, k, work) : second(xDot, u, k, summand, work);
  }

  /** {@code s P u + C xDot}. */
  private Batch second(Batch xDot, Batch u, int k, SecondSummand summand, Workspace work) {
    Batch[] kept = work.kept(this);
    double[][] sums = coefficients(4, k, work);
    axis.sums(hat, u, k, sums[0], sums[1]);
    axis.sums(yBar, xDot, k, sums[2], sums[3]);
    NormalisationStatistics.Sums all = new NormalisationStatistics.Sums(sums, kept, sums[3]);
    double[][] c = coefficients(5, k, work);
    if (summand == SecondSummand.KEEP) {
      statistics.second(axis, numbers(k), k, all, c);
    } else {
      double[] unused = work.numbers(numbers(1));
      double[] squares = work.numbers(numbers(1));
      axis.sums(yBar, yBar, 1, unused, squares);
      statistics.second(axis, numbers(k), k, all, squares, summand, c);
    }
    axis.combine(c, u, yBar, xDot, hat, k, u);
    return u;
  }
}
