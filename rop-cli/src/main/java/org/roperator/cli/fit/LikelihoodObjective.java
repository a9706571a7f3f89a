package org.roperator.cli.fit;

import java.util.Arrays;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.autodiff.VarArray;
import org.roperator.autodiff.VarMatrix;
import org.roperator.function.Objective;

/** A family over a design as a function of {@code (γ, θ)}. */
final class LikelihoodObjective {

  private LikelihoodObjective() {}

  /**
   * The mean loss.
   *
   * @param offset added to {@code Qγ}. Not modified.
   */
  static Objective of(Family family, OrthogonalDesign design, double[] offset) {
    int p = design.width();
    VarMatrix q = VarMatrix.constant(design.rows());
    VarArray plus = VarArray.constant(offset);
    boolean isPlain = Arrays.stream(offset).allMatch(o -> o == 0);
    return TapeObjective.ofArray(
        p + family.extras(),
        x -> {
          VarArray eta = q.times(x.slice(0, p));
          Var[] theta = new Var[family.extras()];
          for (int i = 0; i < theta.length; i++) {
            theta[i] = x.get(p + i);
          }
          return family.loss(isPlain ? eta : eta.add(plus), theta);
        });
  }
}
