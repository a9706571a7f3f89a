package org.roperator.problems;

import java.util.List;

/**
 * The test functions of J. J. Moré, B. S. Garbow and K. E. Hillstrom, Testing unconstrained
 * optimization software, ACM Transactions on Mathematical Software 7 (1981), 17–41.
 *
 * <p>All 35 of them, those of any size in the sizes of which a minimum is printed there. Values are
 * {@code f = Σ rᵢ²} without a factor ½. The start is that of the article, to be multiplied by 1, 10
 * and 100. Where the article prints a minimum with six digits it stands here with sixteen; minima
 * that it does not name are told apart ({@link Minimum#isPublished}).
 */
public final class MoreGarbowHillstrom {

  private MoreGarbowHillstrom() {}

  /** All functions in all sizes: 35 functions, 41 problems. */
  public static List<SquaresProblem> all() {
    return List.of(
        rosenbrock(),
        SmallValleys.freudensteinRoth(),
        SmallValleys.powellBadlyScaled(),
        SmallValleys.brownBadlyScaled(),
        SmallValleys.beale(),
        SmallValleys.jennrichSampson(),
        SmallValleys.helicalValley(),
        DataFits.bard(),
        DataFits.gaussian(),
        DataFits.meyer(),
        DataFits.gulf(),
        DataFits.box(),
        SmallValleys.powellSingular(),
        SmallValleys.wood(),
        DataFits.kowalikOsborne(),
        DataFits.brownDennis(),
        DataFits.osborne1(),
        DataFits.biggs(),
        DataFits.osborne2(),
        watson(6),
        watson(9),
        watson(12),
        extendedRosenbrock(10),
        extendedPowellSingular(12),
        penaltyOne(4),
        penaltyOne(10),
        penaltyTwo(4),
        penaltyTwo(10),
        variablyDimensioned(10),
        trigonometric(10),
        Systems.brownAlmostLinear(10),
        Systems.discreteBoundaryValue(10),
        Systems.discreteIntegralEquation(10),
        broydenTridiagonal(10),
        Systems.broydenBanded(10),
        DataFits.linearFullRank(5, 10),
        DataFits.linearRankOne(5, 10),
        DataFits.linearRankOneWithZeros(5, 10),
        chebyquad(8),
        chebyquad(9),
        chebyquad(10));
  }

  /** The 18 functions of the article's section on unconstrained minimization, 24 problems. */
  public static List<SquaresProblem> unconstrained() {
    return List.of(
        SmallValleys.helicalValley(),
        DataFits.biggs(),
        DataFits.gaussian(),
        SmallValleys.powellBadlyScaled(),
        DataFits.box(),
        variablyDimensioned(10),
        watson(6),
        watson(9),
        watson(12),
        penaltyOne(4),
        penaltyOne(10),
        penaltyTwo(4),
        penaltyTwo(10),
        SmallValleys.brownBadlyScaled(),
        DataFits.brownDennis(),
        DataFits.gulf(),
        trigonometric(10),
        extendedRosenbrock(10),
        extendedPowellSingular(12),
        SmallValleys.beale(),
        SmallValleys.wood(),
        chebyquad(8),
        chebyquad(9),
        chebyquad(10));
  }

  /** The problem of {@link #all} with this name. */
  public static SquaresProblem named(String name) {
    return all().stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no problem \"" + name + "\"; there are " + all() + "."));
  }

  /** Rosenbrock's valley in two unknowns. */
  public static SquaresProblem rosenbrock() {
    return SmallValleys.rosenbrock();
  }

  /** n/2 valleys of Rosenbrock side by side. */
  public static SquaresProblem extendedRosenbrock(int n) {
    requireMultiple(n, 2);
    return SmallValleys.extendedRosenbrock(n);
  }

  /** n/4 of Powell's singular functions side by side. */
  public static SquaresProblem extendedPowellSingular(int n) {
    requireMultiple(n, 4);
    return SmallValleys.extendedPowellSingular(n);
  }

  /** Watson's function of 2 to 31 unknowns, ever worse conditioned. */
  public static SquaresProblem watson(int n) {
    return DataFits.watson(n);
  }

  /** The first penalty function. */
  public static SquaresProblem penaltyOne(int n) {
    return Systems.penaltyOne(n);
  }

  /** The second penalty function. */
  public static SquaresProblem penaltyTwo(int n) {
    return Systems.penaltyTwo(n);
  }

  /** The variably dimensioned function. */
  public static SquaresProblem variablyDimensioned(int n) {
    return Systems.variablyDimensioned(n);
  }

  /** The trigonometric function. */
  public static SquaresProblem trigonometric(int n) {
    return Systems.trigonometric(n);
  }

  /** Broyden's tridiagonal function. */
  public static SquaresProblem broydenTridiagonal(int n) {
    return Systems.broydenTridiagonal(n);
  }

  /** Fletcher's function of Chebyshev's points. */
  public static SquaresProblem chebyquad(int n) {
    return Systems.chebyquad(n);
  }

  private static void requireMultiple(int n, int of) {
    if (n <= 0 || n % of != 0) {
      throw new IllegalArgumentException(
          "The number of unknowns is " + n + ", but must be a positive multiple of " + of + ".");
    }
  }
}
