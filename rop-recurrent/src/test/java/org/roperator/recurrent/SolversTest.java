package org.roperator.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.Elementary;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.CountingBlas;
import org.roperator.contract.Refusals;
import org.roperator.contract.Samples;
import org.roperator.dense.Blas;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;
import org.roperator.solve.Gmres;

/** However the systems are solved, stored, cut and shared out, the numbers are the same. */
class SolversTest {

  /** Relaxation, factorization and minimal residuals solve to 1e-13 each, times conditions. */
  @Property(tries = 20)
  void theThreeWaysAgree(
      @ForAll InputPlace place,
      @ForAll @IntRange(min = 3, max = 30) int n,
      @ForAll @AnyDouble(min = 0.1, max = 0.9) double radius,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(n))
            .withFunction(Elementary.TANH)
            .withInputPlace(place);
    Nets.Drawn drawn = Nets.ofRadius(network, Nets.patterns(random, n, 4), radius, random);
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), drawn.patterns());
    double[] w = drawn.w();
    double[] v = Samples.gaussian(random, w.length);
    RecurrentExpansion expected =
        objective.withSolver(FixedPointSolver.factorization()).expandAt(w).requireSettled();
    for (FixedPointSolver solver :
        List.of(FixedPointSolver.relaxation(), FixedPointSolver.krylov())) {
      RecurrentExpansion at = objective.withSolver(solver).expandAt(w).requireSettled();
      assertClose(1e-9, expected.gradient(), at.gradient());
      assertClose(1e-9, expected.hessian().times(v), at.hessian().times(v));
      assertClose(1e-9, expected.gaussNewton().times(v), at.gaussNewton().times(v));
    }
  }

  private static void assertClose(double tolerance, double[] expected, double[] actual) {
    double distance = Samples.relativeDistance(expected, actual);
    assertTrue(distance <= tolerance, "off by " + distance);
  }

  /**
   * At ρ = 0.99: residuals of 1e-13 times 1/(1 − ρ) for the gradient, and once more for products.
   */
  @Property(tries = 5, seed = "12")
  void theThreeWaysAgreeNearTheEdge(@ForAll @IntRange(min = 2, max = 8) int n, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(n)).withFunction(Elementary.TANH);
    NearCritical at = NearCritical.of(network, 0.99, random);
    double[] v = Samples.gaussian(random, at.w.length);
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), List.of(at.pattern));
    RecurrentExpansion expected =
        objective.withSolver(FixedPointSolver.factorization()).expandAt(at.w).requireSettled();
    for (FixedPointSolver solver :
        List.of(FixedPointSolver.relaxation(), FixedPointSolver.krylov())) {
      RecurrentExpansion actual = objective.withSolver(solver).expandAt(at.w).requireSettled();
      assertClose(1e-8, expected.gradient(), actual.gradient());
      assertClose(1e-8, expected.hessian().times(v), actual.hessian().times(v));
    }
  }

  /** The adjoint relaxes just where the network does, time constants counted. */
  @Test
  void theAdjointRelaxesWithTheTimeConstants() {
    // T⁻¹(A − I): traces 1.2 − 1 > 0 for τ = 1, and 1.2/4 − 1 < 0 with the exciting unit slow.
    double[] w = {2.2, 1.5, -1.5, 0, 0, 0};
    List<Pattern> still = List.of(Pattern.of(2).target(0, 0.5).build());
    RecurrentNetwork even = RecurrentNetwork.of(Connectivity.full(2)).withFunction(Elementary.TANH);
    EquilibriumLoss loss = EquilibriumLoss.squaredError();
    RecurrentExpansion unstable =
        RecurrentObjective.of(even, loss, still)
            .withSolver(FixedPointSolver.relaxation())
            .expandAt(w);
    assertEquals(SettlingOutcome.ADJOINT_NOT_SOLVED, unstable.equilibria().get(0).outcome());
    RecurrentObjective uneven =
        RecurrentObjective.of(even.withTimeConstants(new double[] {4, 1}), loss, still);
    RecurrentExpansion stable =
        uneven.withSolver(FixedPointSolver.relaxation()).expandAt(w).requireSettled();
    // (I − W) z = e = (−½, 0): z = (−½, ¾) / (−1.2 + 1.5²) for b, nothing for W as y = 0.
    assertClose(1e-11, new double[] {0, 0, 0, 0, -0.5 / 1.05, 0.75 / 1.05}, stable.gradient());
    RecurrentExpansion exact = uneven.expandAt(w).requireSettled();
    assertClose(1e-11, exact.hessian().times(w), stable.hessian().times(w));
  }

  /** At ρ = 0.999 by one factorization: rounding times 1/(1 − ρ)³, which is 1e-7. */
  @Property(tries = 10, seed = "11")
  void nearCriticalNetworksStillGiveTheirDerivatives(
      @ForAll @IntRange(min = 2, max = 8) int n, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(n)).withFunction(Elementary.TANH);
    NearCritical made = NearCritical.of(network, 0.999, random);
    double[] w = made.w;
    Pattern pattern = made.pattern;
    double[] v = Samples.gaussian(random, w.length);
    EquilibriumLoss loss = EquilibriumLoss.squaredError();
    RecurrentExpansion at =
        RecurrentObjective.of(network, loss, List.of(pattern))
            .withSolver(FixedPointSolver.factorization())
            .expandAt(w)
            .requireSettled();
    ForwardReference expected =
        ForwardReference.of(network, ReferenceLoss.SQUARED, List.of(pattern), false, w, v);
    assertEquals(0.999, expected.spectralRadius, 1e-8);
    assertClose(1e-7, expected.gradient, at.gradient());
    assertClose(1e-7, expected.hv, at.hessian().times(v));
  }

  /** A mask that leaves everything, or a sparse one among zeros, changes nothing. */
  @Property(tries = 15)
  void sparseAndDenseWeightsAgree(
      @ForAll boolean trainedInputs,
      @ForAll @IntRange(min = 4, max = 20) int n,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    boolean[][] mask = new boolean[n][n];
    for (boolean[] row : mask) {
      for (int j = 0; j < n; j++) {
        row[j] = random.nextInt(3) == 0;
      }
    }
    mask[0][1] = true;
    RecurrentNetwork masked =
        RecurrentNetwork.of(Connectivity.of(mask)).withInputPlace(InputPlace.OUTSIDE);
    RecurrentNetwork full =
        RecurrentNetwork.of(Connectivity.full(n)).withInputPlace(InputPlace.OUTSIDE);
    List<Pattern> patterns = Nets.patterns(random, n, 3);
    EquilibriumLoss loss = ReferenceLoss.SOFTMAX.loss(n);
    RecurrentObjective sparse = RecurrentObjective.of(masked, loss, patterns);
    RecurrentObjective dense = RecurrentObjective.of(full, loss, patterns);
    if (trainedInputs) {
      sparse = sparse.withTrainedInputs();
      dense = dense.withTrainedInputs();
    }
    double[] w = Nets.point(masked, random, sparse.dimension());
    double[] v = Samples.gaussian(random, w.length);
    RecurrentExpansion expected = dense.expandAt(spread(w, mask, dense.dimension()));
    double[] fullV = spread(v, mask, dense.dimension());
    for (FixedPointSolver solver :
        List.of(FixedPointSolver.factorization(), FixedPointSolver.krylov())) {
      RecurrentExpansion at = sparse.withSolver(solver).expandAt(w).requireSettled();
      assertEquals(expected.value(), at.value(), 1e-12);
      assertClose(1e-10, gathered(expected.gradient(), mask, w.length), at.gradient());
      assertClose(
          1e-10, gathered(expected.hessian().times(fullV), mask, w.length), at.hessian().times(v));
      assertClose(
          1e-10,
          gathered(expected.meanSquaredGradient(), mask, w.length),
          at.meanSquaredGradient());
    }
  }

  private static double[] spread(double[] sparse, boolean[][] mask, int dimension) {
    int n = mask.length;
    double[] dense = new double[dimension];
    int next = 0;
    for (int i = 0; i < n * n; i++) {
      dense[i] = mask[i / n][i % n] ? sparse[next++] : 0;
    }
    System.arraycopy(sparse, next, dense, n * n, dimension - n * n);
    return dense;
  }

  private static double[] gathered(double[] dense, boolean[][] mask, int dimension) {
    int n = mask.length;
    double[] sparse = new double[dimension];
    int next = 0;
    for (int i = 0; i < n * n; i++) {
      if (mask[i / n][i % n]) {
        sparse[next++] = dense[i];
      }
    }
    System.arraycopy(dense, n * n, sparse, next, dense.length - n * n);
    return sparse;
  }

  @Test
  void threadsAndMemoryDoNotChangeABit() {
    int n = 24;
    SplittableRandom random = new SplittableRandom(3);
    RecurrentNetwork network = RecurrentNetwork.of(Connectivity.full(n));
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), Nets.patterns(random, n, 13))
            .withShards(5);
    double[] w = Nets.point(network, random, objective.dimension());
    double[][] vs = new double[4][];
    for (int j = 0; j < vs.length; j++) {
      vs[j] = Samples.gaussian(random, w.length);
    }
    RecurrentExpansion one = objective.expandAt(w).requireSettled();
    double[][] expected = new double[vs.length][w.length];
    one.hessian().applyAll(vs, expected);
    for (int threads : new int[] {2, 7}) {
      // A budget of one factorization for each shard leaves the others to be made anew.
      for (long budget : new long[] {0, 13 * 8 * n * n / 2, Long.MAX_VALUE / 16}) {
        RecurrentExpansion at =
            objective.on(Workers.of(threads)).withMemoryBudget(budget).expandAt(w);
        assertEquals(one.value(), at.value(), 0.0);
        assertArrayEquals(one.gradient(), at.gradient(), 0.0);
        double[][] outs = new double[vs.length][w.length];
        at.hessian().applyAll(vs, outs);
        assertArrayEquals(expected, outs);
        assertEquals(objective.value(w), objective.on(Workers.of(threads)).value(w), 0.0);
      }
    }
  }

  /** Counted: 6 n² multiply-adds for Hv, 4 n² for Gv, 2 n² more for the adjoint's gradient. */
  @Test
  void aFurtherProductCostsSixNSquared() {
    int n = 1_000;
    int patterns = 2;
    CountingBlas counting = new CountingBlas(Blas.instance());
    SplittableRandom random = new SplittableRandom(1);
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(n)).withFunction(Elementary.TANH);
    RecurrentObjective objective =
        RecurrentObjective.of(
                network, EquilibriumLoss.squaredError(), Nets.patterns(random, n, patterns))
            .withBlas(counting)
            .withSolver(FixedPointSolver.factorization())
            .withShards(1);
    double[] w = Nets.point(network, random, objective.dimension());
    RecurrentExpansion at = objective.expandAt(w).requireSettled();
    double[] v = Samples.gaussian(random, w.length);
    // Diagonal blocks of triangles are plain loops: four triangles of n · 32 / 2 each.
    long loops = 4L * n * 16;
    long square = (long) n * n;
    for (SymmetricOperator h : List.of(at.hessian(), at.hessian())) {
      counting.reset();
      h.times(v);
      long perPattern = counting.multiplyAdds() / patterns + loops;
      assertTrue(perPattern <= 12 * square, perPattern + " multiply-adds");
      assertEquals(6.0, (double) perPattern / square, 0.05);
    }
    counting.reset();
    at.gaussNewton().times(v);
    assertEquals(4.0, (double) (counting.multiplyAdds() / patterns + loops) / square, 0.05);

    // k directions at once: the same arithmetic in fewer calls.
    double[][] vs = {v, Samples.gaussian(random, w.length), Samples.gaussian(random, w.length)};
    counting.reset();
    at.hessian().applyAll(vs, new double[3][w.length]);
    assertEquals(18.0, (double) (counting.multiplyAdds() / patterns + 3 * loops) / square, 0.15);
    // All triangles went through matrix products.
    assertEquals(0, counting.gemvs());
  }

  @Test
  void oneFactorizationServesPolishingAdjointAndProducts() {
    int n = 96;
    CountingBlas counting = new CountingBlas(Blas.instance());
    SplittableRandom random = new SplittableRandom(2);
    RecurrentNetwork network = RecurrentNetwork.of(Connectivity.full(n));
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), Nets.patterns(random, n, 1))
            .withBlas(counting);
    double[] w = Nets.point(network, random, objective.dimension());
    RecurrentObjective relaxed = objective.withSolver(FixedPointSolver.relaxation());
    counting.reset();
    objective.value(w);
    long settling = counting.gemvs();
    counting.reset();
    objective.withSolver(FixedPointSolver.factorization()).expandAt(w).requireSettled();
    // Settling one pattern takes products with vectors; gemm is left for factoring in blocks of
    // 32 columns (two updates and an empty one) and for the gradient's outer product.
    assertEquals(3 + 1, counting.gemms());
    assertTrue(counting.gemvs() > settling);
    assertEquals(objective.value(w), relaxed.value(w), 0.0);
  }

  /** Counted: n³/3 multiply-adds of a factorization would show beside 6 n² of a product. */
  @Test
  void aBudgetWithoutBoundKeepsEveryFactorization() {
    int n = 96;
    CountingBlas counting = new CountingBlas(Blas.instance());
    SplittableRandom random = new SplittableRandom(2);
    RecurrentNetwork network = RecurrentNetwork.of(Connectivity.full(n));
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), Nets.patterns(random, n, 2))
            .withBlas(counting)
            .withSolver(FixedPointSolver.factorization())
            .withShards(1);
    double[] w = Nets.point(network, random, objective.dimension());
    double[] v = Samples.gaussian(random, w.length);
    long[] costs = new long[3];
    long[] budgets = {0, 2L * 8 * n * n, Long.MAX_VALUE};
    for (int i = 0; i < budgets.length; i++) {
      SymmetricOperator h =
          objective.withMemoryBudget(budgets[i]).expandAt(w).requireSettled().hessian();
      counting.reset();
      h.times(v);
      costs[i] = counting.multiplyAdds();
    }
    assertTrue(costs[0] > costs[1], () -> costs[0] + " and " + costs[1]);
    assertEquals(costs[1], costs[2]);
  }

  @Test
  void theAutomaticChoiceGoesByUnitsAndWeights() {
    SplittableRandom random = new SplittableRandom(4);
    // Few weights for many units: no matrix of 400² is ever factored.
    int n = 400;
    int[] from = new int[3 * n];
    int[] to = new int[3 * n];
    for (int k = 0; k < from.length; k++) {
      from[k] = k % n;
      to[k] = (k % n + 1 + 7 * (k / n)) % n;
    }
    RecurrentNetwork network = RecurrentNetwork.of(Connectivity.of(n, from, to));
    double[] w = network.initialize(0.8, 1);
    double[] v = Samples.gaussian(random, w.length);
    Pattern pattern = Pattern.of(n).inputs(Samples.gaussian(random, n)).target(0, 1).build();
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), List.of(pattern));
    CountingBlas counting = new CountingBlas(Blas.instance());
    double[] byKrylov = objective.withBlas(counting).expandAt(w).hessian().times(v);
    assertEquals(0, counting.gemms() + counting.gemvs());
    double[] byFactors =
        objective
            .withSolver(FixedPointSolver.factorization())
            .withBlas(counting)
            .expandAt(w)
            .hessian()
            .times(v);
    assertTrue(counting.gemms() > 0);
    assertClose(1e-9, byFactors, byKrylov);
    assertEquals("automatic", FixedPointSolver.automatic().toString());
  }

  /**
   * λ = 0.69 ± 1.3i with uneven time constants: the motion turns on an ellipse, on which a step
   * measured at one phase is too long at another.
   */
  @Test
  void fastRotationsRelaxWithEvenSteps() {
    double[] w = {2.5, 3, -3, 0, 0, 0};
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(2))
            .withFunction(Elementary.TANH)
            .withTimeConstants(new double[] {4, 1});
    Pattern pattern = Pattern.of(2).input(0, 0.1).target(0, 0.5).build();
    Stability stability = network.settle(w, pattern).stability();
    assertEquals(Stability.Verdict.STABLE, stability.verdict());
    assertTrue(stability.spectralRadius() > 1.3, stability.toString());
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), List.of(pattern));
    RecurrentExpansion expected = objective.expandAt(w).requireSettled();
    RecurrentExpansion relaxed =
        objective.withSolver(FixedPointSolver.relaxation()).expandAt(w).requireSettled();
    // Residuals of 1e-13 times conditions of some hundred.
    assertClose(1e-11, expected.gradient(), relaxed.gradient());
    assertClose(1e-11, expected.hessian().times(w), relaxed.hessian().times(w));
    Equilibrium settled = network.settle(w, pattern, Settling.relaxation());
    assertEquals(SettlingOutcome.CONVERGED, settled.outcome(), settled.toString());
  }

  @Test
  void aSystemThatIsNotSolvedIsNamedAndNeverHalfSolved() {
    int n = 12;
    SplittableRandom random = new SplittableRandom(6);
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(n)).withFunction(Elementary.TANH);
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), Nets.patterns(random, n, 2));
    double[] w = Nets.point(network, random, objective.dimension());
    FixedPointSolver tooSoon =
        FixedPointSolver.krylov(Gmres.untilResidual(1e-13).atMostProducts(2));
    RecurrentExpansion at = objective.withSolver(tooSoon).expandAt(w);
    assertEquals(SettlingOutcome.ADJOINT_NOT_SOLVED, at.equilibria().get(1).outcome());
    assertTrue(Double.isNaN(at.gradient()[0]));
    assertTrue(Double.isNaN(at.hessian().times(w)[0]));
    assertEquals(RecurrentProduct.Outcome.NO_DERIVATIVE, at.product(w).outcome());
    assertTrue(at.product(w).toString().contains("Pattern 0"), at.product(w).toString());
    // Not the residual of settling, which is rounding, but that of the system.
    String left =
        at.equilibria().get(0).reason().replaceAll("(?s).*system is ([-0-9.e]+) of.*", "$1");
    assertTrue(Double.parseDouble(left) > 1e-6, at.equilibria().get(0).reason());
    assertEquals(objective.value(w), at.value(), 1e-12);
    Refusals.assertThrowsNaming(
        IllegalStateException.class, at::requireSettled, "Pattern 0 of 2", "ADJOINT_NOT_SOLVED");
    assertFalse(Double.isNaN(objective.expandAt(w).gradient()[0]));
  }

  /** Loosely settled, a value is that of the expansion: Newton's method polishes both. */
  @Test
  void valuesAndExpansionsSettleAlike() {
    int n = 9;
    RandomGenerator random = Samples.random(4);
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(n)).withFunction(Elementary.TANH);
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), Nets.patterns(random, n, 6));
    double[] w = Nets.point(network, random, network.dimension());
    double exact = objective.value(w);
    for (double tolerance : new double[] {1e-13, 1e-6, 1e-3}) {
      for (FixedPointSolver solver :
          List.of(
              FixedPointSolver.factorization(),
              FixedPointSolver.krylov(),
              FixedPointSolver.relaxation())) {
        RecurrentObjective loose =
            objective.withSettling(Settling.standard().untilResidual(tolerance)).withSolver(solver);
        // Rounding of what Newton's method leaves, 1e-12 at most.
        assertEquals(loose.expandAt(w).value(), loose.value(w), 1e-12);
        boolean polished = !solver.toString().equals("relaxation");
        assertEquals(exact, loose.value(w), polished ? 1e-12 : 10 * tolerance);
      }
    }
  }

  /** Once warm, a product allocates some small objects, and no vector of the size of the task. */
  @Test
  void productsAllocateNothingOfTheSizeOfTheTask() {
    int n = 256;
    int patterns = 2;
    SplittableRandom random = new SplittableRandom(9);
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(n)).withFunction(Elementary.TANH);
    RecurrentObjective objective =
        RecurrentObjective.of(
                network, EquilibriumLoss.squaredError(), Nets.patterns(random, n, patterns))
            .withShards(2);
    double[] w = Nets.point(network, random, network.dimension());
    double[] out = new double[w.length];
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (FixedPointSolver solver :
        List.of(
            FixedPointSolver.relaxation(),
            FixedPointSolver.factorization(),
            FixedPointSolver.krylov())) {
      for (long budget : new long[] {0, Long.MAX_VALUE / 16}) {
        SymmetricOperator h =
            objective.withSolver(solver).withMemoryBudget(budget).expandAt(w).hessian();
        for (int i = 0; i < 3; i++) {
          h.apply(w, out);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 3; i++) {
          h.apply(w, out);
        }
        long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / 3;
        boolean factors = budget == 0 && solver.toString().equals("factorization");
        // Factoring anew takes some columns of a matrix for each pattern, but no matrix; the others
        // some small objects per product with W, as long as they are not compiled.
        long limit = 8L * patterns * n * (factors ? n : 4);
        assertTrue(bytes < limit, solver + ", " + budget + ": " + bytes + " bytes");
      }
    }
  }
}
