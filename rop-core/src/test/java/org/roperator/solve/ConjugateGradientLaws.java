package org.roperator.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.solve.StoppingRule.iterations;
import static org.roperator.solve.StoppingRule.residualBelow;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealLinearOperator;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SymmLQ;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.solve.CgResult.StoredIterate;

/** What theory says of conjugate gradients on symmetric positive definite matrices. */
class ConjugateGradientLaws {

  /** Two solutions of a system with κ ≤ 100 to a residual of 1e-12 differ by κ times that. */
  private static final double SOLVED = 1e-9;

  /** Rounding of a few dozen operations on numbers of order one. */
  private static final double ROUNDING = 1e-11;

  private static final IterateGrid EVERY = IterateGrid.geometric(1, 1.01);

  @Property(tries = 40)
  void agreesWithCholeskyAndWithTheSolversOfCommonsMath(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int n) {
    RandomGenerator random = Samples.random(seed);
    SpdSystem system = SpdSystem.conditioned(random, n, 100);
    CgResult ours =
        ConjugateGradient.until(residualBelow(1e-13).or(iterations(10 * n)))
            .withStart(Samples.gaussian(random, n))
            .solve(system.a(), system.b());
    assertEquals(CgOutcome.RESIDUAL_REACHED, ours.outcome());
    RealVector b = new ArrayRealVector(system.b());
    Array2DRowRealMatrix a = new Array2DRowRealMatrix(system.rows());
    RealVector[] theirs = {
      new CholeskyDecomposition(a).getSolver().solve(b),
      new org.apache.commons.math3.linear.ConjugateGradient(20 * n + 20, 1e-12, false)
          .solve((RealLinearOperator) a, b),
      new SymmLQ(20 * n + 20, 1e-12, false).solve((RealLinearOperator) a, b)
    };
    for (RealVector their : theirs) {
      double distance = Samples.relativeDistance(their.toArray(), ours.solution());
      assertTrue(distance <= SOLVED, () -> "distance " + distance);
    }
  }

  @Property(tries = 20)
  void directionsAreConjugate(@ForAll long seed, @ForAll @IntRange(min = 2, max = 9) int n) {
    SpdSystem system = SpdSystem.conditioned(Samples.random(seed), n, 10);
    List<double[]> directions = new ArrayList<>();
    List<double[]> products = new ArrayList<>();
    SymmetricOperator watched =
        SymmetricOperator.of(
            n,
            (p, out) -> {
              system.a().apply(p, out);
              directions.add(p.clone());
              products.add(out.clone());
            });
    ConjugateGradient.until(residualBelow(1e-4)).solve(watched, system.b());
    for (int i = 0; i < directions.size(); i++) {
      for (int j = 0; j < i; j++) {
        double scale =
            Math.sqrt(
                Vectors.dot(directions.get(i), products.get(i))
                    * Vectors.dot(directions.get(j), products.get(j)));
        // A residual that has come down to 1e-4 carries the rounding of κ‖b‖: 1e-15 over 1e-4.
        // Later steps enlarge what it brings in along earlier directions: 1.1e-9 was seen once.
        assertEquals(0, Vectors.dot(directions.get(i), products.get(j)) / scale, 1e-7);
      }
    }
  }

  @Property(tries = 20)
  void modelFallsAndTheIterateGrows(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int n) {
    SpdSystem system = SpdSystem.conditioned(Samples.random(seed), n, 1000);
    CgResult result =
        ConjugateGradient.until(residualBelow(1e-4).or(iterations(n)))
            .withStoredIterates(EVERY)
            .solve(system.a(), system.b());
    double norm = 0;
    double model = 0;
    assertEquals(result.iterations(), result.storedIterates().size());
    for (StoredIterate at : result.storedIterates()) {
      assertTrue(Vectors.norm(at.x()) > norm, "‖x‖ must grow");
      assertTrue(at.model() < model, "ψ must fall");
      assertEquals(
          0.5 * system.a().quadraticForm(at.x()) - Vectors.dot(system.b(), at.x()),
          at.model(),
          ROUNDING * Math.abs(at.model()) * 1000);
      assertEquals(result.modelHistory()[at.iteration()], at.model());
      norm = Vectors.norm(at.x());
      model = at.model();
    }
    assertEquals(model, result.model());
  }

  @Property(tries = 20)
  void asManyStepsAsDistinctEigenvaluesSuffice(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int distinct) {
    double[] eigenvalues = new double[4 * distinct];
    for (int i = 0; i < eigenvalues.length; i++) {
      eigenvalues[i] = 1 + 2 * (i % distinct);
    }
    SpdSystem system = SpdSystem.of(Samples.random(seed), eigenvalues);
    CgResult result = ConjugateGradient.until(residualBelow(1e-9)).solve(system.a(), system.b());
    assertTrue(result.iterations() <= distinct, () -> result.iterations() + " iterations");
    assertTrue(
        system.energyError(result.solution())
            <= 1e-8 * system.energyError(new double[eigenvalues.length]));
  }

  @Property(tries = 20)
  void errorFallsAtTheRateOfTheConditionNumber(
      @ForAll long seed, @ForAll @AnyDouble(min = 1.5, max = 400) double kappa) {
    int n = 40;
    SpdSystem system = SpdSystem.conditioned(Samples.random(seed), n, kappa);
    CgResult result =
        ConjugateGradient.until(iterations(25))
            .withStoredIterates(EVERY)
            .solve(system.a(), system.b());
    double start = system.energyError(new double[n]);
    double rate = (Math.sqrt(kappa) - 1) / (Math.sqrt(kappa) + 1);
    for (StoredIterate at : result.storedIterates()) {
      double bound = 2 * Math.pow(rate, at.iteration()) * start;
      double error = system.energyError(at.x());
      assertTrue(error <= bound + 1e-13 * kappa * start, () -> error + " above " + bound);
    }
  }

  @Property(tries = 20)
  void preconditioningIsScalingOfBothSides(
      @ForAll long seed, @ForAll @IntRange(min = 4, max = 12) int n) {
    RandomGenerator random = Samples.random(seed);
    SpdSystem system = SpdSystem.conditioned(random, n, 20);
    double[] m = new double[n];
    double[] root = new double[n];
    double[] scaledB = new double[n];
    for (int i = 0; i < n; i++) {
      m[i] = 0.25 + 4 * random.nextDouble();
      root[i] = 1 / Math.sqrt(m[i]);
      scaledB[i] = root[i] * system.b()[i];
    }
    SymmetricOperator scaling = SymmetricOperator.diagonal(root);
    for (int k = 1; k <= 3; k++) {
      CgResult preconditioned =
          ConjugateGradient.until(iterations(k))
              .withPreconditioner(m)
              .solve(system.a(), system.b());
      CgResult scaled =
          ConjugateGradient.until(iterations(k)).solve(system.a().congruence(scaling), scaledB);
      double[] back = scaling.times(scaled.solution());
      double distance = Samples.relativeDistance(back, preconditioned.solution());
      assertTrue(distance <= ROUNDING, () -> "distance " + distance);
      assertEquals(scaled.model(), preconditioned.model(), ROUNDING * Math.abs(scaled.model()));
      double[] inverse = new double[n];
      for (int i = 0; i < n; i++) {
        inverse[i] = 1 / m[i];
      }
      CgResult byOperator =
          ConjugateGradient.until(iterations(k))
              .withPreconditionerInverse(SymmetricOperator.diagonal(inverse))
              .solve(system.a(), system.b());
      assertArrayEquals(preconditioned.solution(), byOperator.solution());
    }
  }

  @Property(tries = 20)
  void storedIteratesAreThoseOfShorterSolves(@ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    SpdSystem system = SpdSystem.conditioned(random, 30, 1e4);
    ConjugateGradient solver =
        ConjugateGradient.until(iterations(20)).withStart(Samples.gaussian(random, 30));
    CgResult whole =
        solver.withStoredIterates(IterateGrid.geometric(5, 1.3)).solve(system.a(), system.b());
    assertArrayEquals(
        new int[] {5, 7, 9, 11, 15, 19, 20},
        whole.storedIterates().stream().mapToInt(StoredIterate::iteration).toArray());
    for (StoredIterate at : whole.storedIterates()) {
      CgResult shorter =
          ConjugateGradient.until(iterations(at.iteration()))
              .withStart(Samples.gaussian(restarted(seed), 30))
              .solve(system.a(), system.b());
      assertArrayEquals(shorter.solution(), at.x());
      assertEquals(shorter.model(), at.model());
    }
    assertArrayEquals(
        whole.solution(), whole.storedIterates().get(whole.storedIterates().size() - 1).x());
    assertArrayEquals(whole.modelHistory(), solver.solve(system.a(), system.b()).modelHistory());
  }

  /** The random source after the system has been drawn from it. */
  private static RandomGenerator restarted(long seed) {
    RandomGenerator random = Samples.random(seed);
    SpdSystem.conditioned(random, 30, 1e4);
    return random;
  }

  @Property(tries = 10)
  void residualOfTheRecurrenceIsTheTrueOne(@ForAll long seed) {
    SpdSystem system = SpdSystem.conditioned(Samples.random(seed), 25, 50);
    CgResult result = ConjugateGradient.until(residualBelow(1e-5)).solve(system.a(), system.b());
    double[] r = system.a().times(result.solution());
    Vectors.sum(system.b(), -1, r, r);
    assertEquals(Vectors.norm(r), result.residualNorm(), 1e-9 * Vectors.norm(system.b()));
    assertTrue(result.residualNorm() <= 1e-5 * Vectors.norm(system.b()));
    assertEquals(result.iterations(), result.products());
  }
}
