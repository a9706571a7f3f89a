package org.roperator.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.roperator.operator.SymmetricOperator;

class LobpcgTest {

  @Test
  void namesAPreconditionerThatFails() {
    double[] values = new double[100];
    Arrays.setAll(values, i -> i + 1);
    SymmetricOperator a = SymmetricOperator.diagonal(values);
    for (SymmetricOperator wrong :
        List.of(
            SymmetricOperator.zero(100),
            SymmetricOperator.of(100, (v, out) -> Arrays.fill(out, Double.NaN)))) {
      Eigenpairs none = Lobpcg.top(2).withPreconditioner(wrong).of(a);
      assertEquals(SpectrumOutcome.PRECONDITIONER_FAILED, none.outcome());
    }
  }

  @Test
  void agreesWithTheSpectrumGiven() {
    double[] lambda = Prescribed.geometric(100, 0.8);
    lambda[1] = 1; // twice
    lambda[99] = -0.9;
    double[] sorted = Prescribed.falling(lambda);
    SymmetricOperator a = Prescribed.operator(1, lambda);
    LanczosTest.checkPairs(a, Lobpcg.top(4).of(a), Arrays.copyOf(sorted, 4), 1e-8);
    LanczosTest.checkPairs(a, Lobpcg.bottom(1).of(a), new double[] {-0.9}, 1e-8);
    LanczosTest.checkPairs(
        a,
        Lobpcg.top(4).withBlockSize(12).untilResidual(1e-10).of(a),
        Arrays.copyOf(sorted, 4),
        1e-10);
  }

  @Test
  void gainsFromAPreconditioner() {
    double[] lambda = new double[200];
    double[] inverse = new double[200];
    Arrays.setAll(lambda, i -> 1 + i);
    Arrays.setAll(inverse, i -> 1 / (1 + i + 0.3 * Math.sin(i)));
    SymmetricOperator a = SymmetricOperator.diagonal(lambda);
    Eigenpairs plain = Lobpcg.bottom(3).of(a);
    Eigenpairs helped =
        Lobpcg.bottom(3).withPreconditioner(SymmetricOperator.diagonal(inverse)).of(a);
    LanczosTest.checkPairs(a, helped, new double[] {1, 2, 3}, 1e-6);
    LanczosTest.checkPairs(a, plain, new double[] {1, 2, 3}, 1e-5);
    assertTrue(3 * helped.products() < plain.products(), helped + " and " + plain);
  }

  @Test
  void reportsTheProductsItSpentAndEndsAtTheLimit() {
    AtomicInteger products = new AtomicInteger();
    SymmetricOperator a =
        Prescribed.counted(Prescribed.operator(3, Prescribed.harmonic(100)), products);
    assertEquals(Lobpcg.top(3).of(a).products(), products.get());
    Eigenpairs early = Lobpcg.bottom(3).atMostProducts(30).of(a);
    assertEquals(SpectrumOutcome.PRODUCT_LIMIT, early.outcome());
    assertTrue(early.products() <= 33 && early.size() == 3, early.toString());
    assertEquals(0, Lobpcg.bottom(3).atMostProducts(4).of(a).size());
  }

  @Test
  void locksWhatHasConverged() {
    AtomicInteger products = new AtomicInteger();
    double[] lambda = Prescribed.harmonic(120);
    lambda[0] = 100; // converges long before the others
    SymmetricOperator a = Prescribed.counted(Prescribed.operator(3, lambda), products);
    Eigenpairs pairs = Lobpcg.top(4).of(a);
    assertTrue(pairs.isReached());
    assertTrue((pairs.products() - 4) % 6 != 0, "some steps took fewer than six products");
  }

  @Test
  void namesWhatIsWrong() {
    assertEquals(
        SpectrumOutcome.NOT_SYMMETRIC, Lobpcg.top(2).of(LanczosTest.shifted(40)).outcome());
    SymmetricOperator broken =
        SymmetricOperator.of(40, (v, out) -> Arrays.fill(out, Double.POSITIVE_INFINITY));
    assertEquals(SpectrumOutcome.NOT_FINITE, Lobpcg.top(2).of(broken).outcome());
    SymmetricOperator a = SymmetricOperator.identity(10);
    assertRefused(() -> Lobpcg.top(0), "number of eigenpairs is 0");
    assertRefused(
        () -> Lobpcg.top(300).of(SymmetricOperator.identity(700)), "dimension 700", "at least 906");
    assertRefused(() -> Lobpcg.top(11).of(a), "11 eigenpairs", "dimension 10");
    assertRefused(() -> Lobpcg.top(3).withBlockSize(2), "block has 2 vectors", "3 eigenpairs");
    assertRefused(
        () -> Lobpcg.top(1).withPreconditioner(SymmetricOperator.identity(9)).of(a),
        "dimension 9",
        "on 10");
    assertRefused(() -> Lobpcg.top(1).untilResidual(-1), "relative residual is -1");
    assertRefused(() -> Lobpcg.top(1).atMostProducts(0), "product limit is 0");
  }
}
