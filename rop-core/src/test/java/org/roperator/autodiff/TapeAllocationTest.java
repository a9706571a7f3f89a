package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;

/** Products with a tape's Hessian allocate nothing once they have been made before. */
class TapeAllocationTest {

  private static final int ORDER = 5;

  private static final Map<String, ArrayProgram> PROGRAMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "product",
                  x -> matrix(x).times(matrix(x).transpose()).times(matrix(x)).entries().sum()),
              Map.entry(
                  "constant left",
                  x ->
                      VarMatrix.identity(ORDER)
                          .times(matrix(x).map(Elementary.EXP))
                          .entries()
                          .sum()),
              Map.entry(
                  "constant right",
                  x ->
                      matrix(x)
                          .map(Elementary.EXP)
                          .times(VarMatrix.identity(ORDER))
                          .entries()
                          .sum()),
              Map.entry("solution", x -> matrix(x).solve(matrix(x).transpose()).entries().sum()),
              Map.entry("inverse", x -> matrix(x).inverse().entries().sum()),
              Map.entry("determinant", x -> matrix(x).determinant()),
              Map.entry("logarithm of the determinant", x -> matrix(x).lu().logAbsDeterminant()),
              Map.entry(
                  "eigenvalues", x -> symmetric(x).eigen().values().map(Elementary.EXP).sum()),
              Map.entry(
                  "sum of functions of eigenvalues", x -> symmetric(x).eigen().sum(Elementary.EXP)),
              Map.entry("concatenation", x -> VarArray.concat(x, x).map(Elementary.EXP).sum()),
              Map.entry("multiplied array", x -> x.multiply(x.slice(0, ORDER)).sum()),
              Map.entry(
                  "another objective",
                  x ->
                      x.feed(
                              Objective.quadratic(
                                  SymmetricOperator.identity(ORDER * ORDER),
                                  new double[ORDER * ORDER]))
                          .exp())));

  private static VarMatrix matrix(VarArray x) {
    return x.asMatrix(ORDER, ORDER);
  }

  private static VarMatrix symmetric(VarArray x) {
    return matrix(x).add(matrix(x).transpose());
  }

  @Test
  void productsAllocateNothing() {
    int n = ORDER * ORDER;
    SplittableRandom random = new SplittableRandom(1);
    double[] w = new double[n];
    double[][] vs = new double[3][n];
    for (int i = 0; i < n; i++) {
      // Far from singular, and no two eigenvalues alike.
      w[i] = random.nextDouble() + (i % (ORDER + 1) == 0 ? 3 + i : 0);
      for (double[] v : vs) {
        v[i] = random.nextDouble();
      }
    }
    Map<String, Long> allocated = new TreeMap<>();
    Map<String, Long> none = new TreeMap<>();
    PROGRAMS.forEach(
        (name, program) -> {
          SymmetricOperator h = TapeObjective.ofArray(n, program).expandAt(w).hessian();
          double[][] outs = new double[vs.length][n];
          none.put(name, 0L);
          none.put(name + ", three at once", 0L);
          allocated.put(name, bytes(() -> h.apply(vs[0], outs[0])));
          allocated.put(name + ", three at once", bytes(() -> h.applyAll(vs, outs)));
        });
    assertEquals(none, allocated);
  }

  /** The least of some runs: what the virtual machine does now and then is not the product's. */
  private static long bytes(Runnable product) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      product.run();
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      least = Math.min(least, after - before);
    }
    return least;
  }
}
