package org.roperator.cli.recurrent;

import java.util.List;
import org.roperator.recurrent.Equilibrium;
import org.roperator.recurrent.RecurrentExpansion;
import org.roperator.recurrent.RecurrentObjective;
import org.roperator.recurrent.Stability;

/**
 * What one method came to on digits it has not seen.
 *
 * @param lesson the run
 * @param testLoss the loss on unseen digits, infinite if one does not settle
 * @param equilibria where each of them settles
 * @param unstable how many of those the smallest push would leave
 * @param score how well they complete and read them
 */
public record RecurrentEnd(
    Lesson.Result lesson,
    double testLoss,
    List<Equilibrium> equilibria,
    long unstable,
    Completion.Score score) {

  /** Lets the network of a run settle on digits it has not seen. */
  public static RecurrentEnd of(Lesson.Result lesson, Completion test) {
    double[] w = lesson.optimization().parameters();
    RecurrentExpansion at =
        RecurrentObjective.of(test.network(), test.loss(), test.patterns()).expandAt(w);
    List<Equilibrium> equilibria = at.equilibria();
    long unstable =
        equilibria.stream()
            .filter(e -> e.outcome().isEquilibrium())
            .filter(e -> e.stability().verdict() == Stability.Verdict.UNSTABLE)
            .count();
    return new RecurrentEnd(lesson, at.value(), equilibria, unstable, test.score(equilibria));
  }

  /** The lowest loss seen on the digits learnt from, decay included. */
  public double trainLoss() {
    return lesson.lowestLoss();
  }

  /** How many of them do not settle. */
  public long unsettled() {
    return equilibria.stream().filter(e -> !e.outcome().isEquilibrium()).count();
  }

  /** The spectral radius looked at last. */
  public double lastRadius() {
    return lesson.points().stream()
        .mapToDouble(Lesson.Point::spectralRadius)
        .filter(Double::isFinite)
        .reduce(Double.NaN, (before, last) -> last);
  }
}
