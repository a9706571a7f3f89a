package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.roperator.operator.SymmetricOperator;

/**
 * Second derivatives where the adjoints are zero: at a point that is fitted exactly, {@code ½‖F(w)
 * − F(w₀)‖²} has the Hessian {@code JᵀJ}, whose rows J are the gradients of the single results.
 */
class ExactFitTest {

  private static final int N = 6;

  /** F. */
  private interface Results {
    VarArray of(VarArray x);
  }

  private static VarArray first(VarArray x) {
    return x.slice(0, 3);
  }

  private static VarArray second(VarArray x) {
    return x.slice(3, 6);
  }

  private static VarMatrix wide(VarArray x) {
    return x.asMatrix(2, 3);
  }

  private static VarMatrix square(VarArray x) {
    return x.slice(0, 4).asMatrix(2, 2);
  }

  private static VarMatrix symmetric(VarArray x) {
    return square(x).add(square(x).transpose());
  }

  private static VarArray one(Var y) {
    return VarArray.of(y);
  }

  private static Map<String, Results> operations() {
    Map<String, Results> all = new LinkedHashMap<>();
    all.put("add", x -> first(x).add(second(x)));
    all.put("add Var", x -> x.add(x.get(1)));
    all.put("subtract", x -> first(x).subtract(second(x)));
    all.put("subtract Var", x -> x.subtract(x.get(1)));
    all.put("multiply", x -> first(x).multiply(second(x)));
    all.put("multiply Var", x -> x.multiply(x.get(1)));
    all.put("multiply repeated", x -> x.multiply(x.slice(0, 2)));
    all.put("divide", x -> first(x).divide(second(x)));
    all.put("divide Var", x -> x.divide(x.get(2)));
    all.put("divide repeated", x -> x.divide(x.slice(0, 3)));
    all.put("pow", x -> first(x).pow(second(x)));
    all.put("pow number", x -> x.pow(2.5));
    all.put("xLogY", x -> first(x).xLogY(second(x)));
    all.put("atan2", x -> first(x).atan2(second(x)));
    all.put("hypot", x -> first(x).hypot(second(x)));
    all.put("max", x -> first(x).max(second(x)));
    all.put("max Var", x -> x.max(x.get(1)));
    all.put("max number", x -> x.max(1.2));
    all.put("min", x -> first(x).min(second(x)));
    all.put("min Var", x -> x.min(x.get(1)));
    all.put("map", x -> x.map(Elementary.EXP));
    all.put("select", x -> x.select(0, 0, 3));
    all.put("concat", x -> VarArray.concat(second(x), first(x)));
    all.put("sum", x -> one(x.sum()));
    all.put("mean", x -> one(x.mean()));
    all.put("largest", x -> one(x.max()));
    all.put("smallest", x -> one(x.min()));
    all.put("dot", x -> one(first(x).dot(second(x))));
    all.put("dot with numbers", x -> one(first(x).dot(1, 2, 3)));
    all.put("norm", x -> one(x.norm()));
    all.put("squared norm", x -> one(x.squaredNorm()));
    all.put("logSumExp", x -> one(x.logSumExp()));
    all.put("softmax", VarArray::softmax);
    all.put("logSoftmax", VarArray::logSoftmax);
    all.put(
        "feed", x -> one(x.feed(TapeObjective.of(N, y -> y[0].multiply(y[1]).add(y[2].exp())))));
    all.put("matrix product", x -> wide(x).times(wide(x).transpose()).entries());
    all.put("matrix times array", x -> wide(x).times(second(x)));
    all.put("multiply matrix by Var", x -> wide(x).multiply(x.get(1)).entries());
    all.put("divide matrix by Var", x -> wide(x).divide(x.get(1)).entries());
    all.put("add Var to matrix", x -> wide(x).add(x.get(1)).entries());
    all.put("add to rows", x -> wide(x).addToRows(first(x)).entries());
    all.put("subtract from rows", x -> wide(x).subtractFromRows(first(x)).entries());
    all.put("multiply rows", x -> wide(x).multiplyRows(first(x)).entries());
    all.put("divide rows", x -> wide(x).divideRows(second(x)).entries());
    all.put("add to columns", x -> wide(x).addToColumns(x.slice(1, 3)).entries());
    all.put("multiply columns", x -> wide(x).multiplyColumns(x.slice(1, 3)).entries());
    all.put("divide columns", x -> wide(x).divideColumns(x.slice(1, 3)).entries());
    all.put("sums of rows", x -> wide(x).sumOfRows());
    all.put("means of columns", x -> wide(x).meanOfColumns());
    all.put("largest of rows", x -> wide(x).maxOfRows());
    all.put("logSumExp of rows", x -> wide(x).logSumExpOfRows());
    all.put("softmax of rows", x -> wide(x).softmaxOfRows().entries());
    all.put("logSoftmax of rows", x -> wide(x).logSoftmaxOfRows().entries());
    all.put("determinant", x -> one(square(x).determinant()));
    all.put("log determinant", x -> one(square(x).lu().logAbsDeterminant()));
    all.put("solve", x -> square(x).solve(x.slice(4, 6)));
    all.put("inverse", x -> square(x).inverse().entries());
    all.put("Cholesky", x -> symmetric(x).cholesky().lower().entries());
    all.put("QR", x -> wide(x).transpose().qr().r().entries());
    all.put("eigenvalues", x -> symmetric(x).eigen().values());
    all.put("eigenvectors", x -> symmetric(x).eigen().vectors().entries());
    all.put("function of eigenvalues", x -> one(symmetric(x).eigen().sum(Elementary.EXP)));
    return all;
  }

  private static double[] point() {
    // Symmetric parts positive definite, all positive, none alike.
    return new double[] {2.5, 0.5, 0.75, 1.5, 1.25, 0.8};
  }

  @TestFactory
  Iterable<DynamicTest> hessiansOfExactFits() {
    return operations().entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> assertHessian(e.getValue())))
        .toList();
  }

  private static void assertHessian(Results results) {
    double[] w = point();
    double[] fitted = results.of(VarArray.constant(w)).getReal();
    int m = fitted.length;
    double[][] rows = new double[m][];
    for (int i = 0; i < m; i++) {
      int result = i;
      rows[i] = TapeObjective.ofArray(N, x -> results.of(x).get(result)).expandAt(w).gradient();
    }
    SymmetricOperator h =
        TapeObjective.ofArray(
                N,
                x -> results.of(x).subtract(VarArray.constant(fitted)).squaredNorm().multiply(0.5))
            .expandAt(w)
            .hessian();
    SplittableRandom random = new SplittableRandom(5);
    double[][] vs = new double[3][N];
    double[][] expected = new double[3][N];
    double size = 0;
    for (int j = 0; j < vs.length; j++) {
      for (int i = 0; i < N; i++) {
        vs[j][i] = random.nextDouble(-1, 1);
      }
      for (double[] row : rows) {
        double dot = 0;
        for (int i = 0; i < N; i++) {
          dot += row[i] * vs[j][i];
        }
        for (int i = 0; i < N; i++) {
          expected[j][i] += dot * row[i];
          size = Math.max(size, Math.abs(expected[j][i]));
        }
      }
    }
    assertTrue(size > 1e-3, "there is something to lose");
    double[][] outs = new double[3][N];
    h.applyAll(vs, outs);
    for (int j = 0; j < vs.length; j++) {
      // A few dozen roundings of sums and factors of the size of one.
      assertArrayEquals(expected[j], h.times(vs[j]), 1e-12 * size);
      assertArrayEquals(expected[j], outs[j], 1e-12 * size);
    }
  }

  /** Residuals of 2x − 6 and 2·… that vanish: J is written down. */
  @Test
  void anExactFitByOneFactor() {
    SymmetricOperator h =
        TapeObjective.ofArray(
                3,
                x ->
                    x.slice(1, 3)
                        .multiply(x.get(0))
                        .subtract(VarArray.constant(6, 8))
                        .squaredNorm())
            .expandAt(new double[] {2, 3, 4})
            .hessian();
    assertArrayEquals(new double[] {50, 12, 16}, h.times(new double[] {1, 0, 0}));
    assertArrayEquals(new double[] {12, 8, 0}, h.times(new double[] {0, 1, 0}));
    assertArrayEquals(new double[] {16, 0, 8}, h.times(new double[] {0, 0, 1}));
  }

  /** {@code z a/b} at z = 0: ∂²/∂z∂a = 1/b, ∂²/∂z∂b = −a/b². */
  @Test
  void aWeightOfZero() {
    SymmetricOperator h =
        TapeObjective.ofArray(3, x -> x.slice(0, 1).divide(x.slice(1, 2)).dot(x.slice(2, 3)))
            .expandAt(new double[] {1, 2, 0})
            .hessian();
    assertArrayEquals(new double[] {0.5, -0.25, 0}, h.times(new double[] {0, 0, 1}));
  }
}
