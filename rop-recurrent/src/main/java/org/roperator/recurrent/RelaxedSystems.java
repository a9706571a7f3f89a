package org.roperator.recurrent;

import java.util.Optional;
import org.roperator.operator.Scratch;
import org.roperator.recurrent.Unsolved.Which;

/**
 * The relaxations of the paper: {@code u ← u + ηT⁻¹(s − u + WᵀDu)} and {@code u ← u + ηT⁻¹(s − u +
 * DWu)} until they stand still, all right-hand sides together. With the time constants T of the
 * units they do if the steps are short enough and the network itself does: {@code T⁻¹(I − DW)} and
 * {@code T⁻¹(I − WᵀD)} have the eigenvalues of {@code T⁻¹(I − DWᵀ)}.
 */
final class RelaxedSystems implements FixedPointSystems {

  private final double[] slopes;
  private final int count;
  private final Scratch<RelaxedRun> runs;

  RelaxedSystems(Dynamics dynamics, Settled settled, double tolerance, int limit) {
    this.slopes = FixedPointSystems.slopesOf(dynamics, settled);
    this.count = settled.count();
    SlopedProducts products = new SlopedProducts(dynamics, slopes);
    this.runs = Scratch.of(() -> new RelaxedRun(products, tolerance, limit));
  }

  @Override
  public double[] slopes() {
    return slopes;
  }

  /** None: a Newton step would take as long as settling on. */
  @Override
  public Optional<NewtonSystems> newton() {
    return Optional.empty();
  }

  @Override
  public void solveAdjoints(double[] s, int k, Unsolved unsolved, Area area) {
    relax(Which.ADJOINT, s, k, unsolved);
  }

  @Override
  public void solvePairs(
      double[] tangents, double[] adjoints, int k, Between between, Unsolved unsolved, Area area) {
    relax(Which.TANGENT, tangents, k, unsolved);
    for (int row = 0; row < count; row++) {
      between.at(row);
    }
    relax(Which.ADJOINT, adjoints, k, unsolved);
  }

  private void relax(Which which, double[] s, int k, Unsolved unsolved) {
    RelaxedRun run = runs.take();
    try {
      run.solve(which, s, k, count, unsolved);
    } finally {
      runs.giveBack(run);
    }
  }
}
