package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math3.linear.Array2DRowFieldMatrix;
import org.apache.commons.math3.linear.ArrayFieldVector;
import org.apache.commons.math3.linear.FieldLUDecomposition;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * Solutions, determinants and factors of matrices against textbook algorithms, entry by entry, over
 * commons-math3's {@code DerivativeStructure} of second order.
 */
class MatrixFactorsTest {

  /** Condition numbers here are below 100, and two algorithms each lose as many roundings. */
  private static final double ROUNDING = 1e-12;

  /** Elimination with the largest pivot in its column, of A beside B. */
  private static DerivativeStructure[][] eliminate(
      DerivativeStructure[][] a, DerivativeStructure[][] b, DerivativeStructure[] determinant) {
    int n = a.length;
    DerivativeStructure det = a[0][0].getField().getOne();
    for (int p = 0; p < n; p++) {
      int best = p;
      for (int i = p + 1; i < n; i++) {
        best = Math.abs(a[i][p].getValue()) > Math.abs(a[best][p].getValue()) ? i : best;
      }
      DerivativeStructure[] row = a[p];
      a[p] = a[best];
      a[best] = row;
      row = b[p];
      b[p] = b[best];
      b[best] = row;
      det = det.multiply(a[p][p]).multiply(best == p ? 1 : -1);
      for (int i = 0; i < n; i++) {
        if (i != p) {
          DerivativeStructure factor = a[i][p].divide(a[p][p]);
          for (int j = 0; j < n; j++) {
            a[i][j] = a[i][j].subtract(factor.multiply(a[p][j]));
          }
          for (int j = 0; j < b[i].length; j++) {
            b[i][j] = b[i][j].subtract(factor.multiply(b[p][j]));
          }
        }
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < b[i].length; j++) {
        b[i][j] = b[i][j].divide(a[i][i]);
      }
    }
    determinant[0] = det;
    return b;
  }

  static DerivativeStructure[][] matrix(DerivativeStructure[] x, int from, int m, int n) {
    DerivativeStructure[][] a = new DerivativeStructure[m][n];
    for (int e = 0; e < m * n; e++) {
      a[e / n][e % n] = x[from + e];
    }
    return a;
  }

  /** The sum of the sines of some entries with weights of their own: none can stand for another. */
  static DerivativeStructure weighed(DerivativeStructure[][] y) {
    DerivativeStructure sum = y[0][0].getField().getZero();
    int n = y[0].length;
    for (int e = 0; e < y.length * n; e++) {
      sum = sum.add(y[e / n][e % n].sin().multiply(1 + 0.37 * e));
    }
    return sum;
  }

  static Var weighed(VarMatrix y) {
    double[] c = new double[y.entries().length()];
    for (int e = 0; e < c.length; e++) {
      c[e] = 1 + 0.37 * e;
    }
    return y.entries().map(Elementary.SIN).dot(c);
  }

  /** Value, gradient and Hessian, by single and joint products, of two ways to one number. */
  static void assertSame(
      double[] w,
      ArrayProgram program,
      Function<DerivativeStructure[], DerivativeStructure> oracle) {
    int n = w.length;
    DerivativeStructure[] x = new DerivativeStructure[n];
    for (int i = 0; i < n; i++) {
      x[i] = new DerivativeStructure(n, 2, i, w[i]);
    }
    DerivativeStructure y = oracle.apply(x);
    TapeObjective objective = TapeObjective.ofArray(n, program);
    TapeExpansion at = objective.expandAt(w);
    double scale = 1 + Math.abs(y.getValue());
    assertEquals(y.getValue(), at.value(), ROUNDING * scale);
    assertEquals(at.value(), objective.value(w), ROUNDING * scale);
    double[] gradient = new double[n];
    double[][] hessian = new double[n][n];
    for (int i = 0; i < n; i++) {
      int[] orders = new int[n];
      orders[i] = 1;
      gradient[i] = y.getPartialDerivative(orders);
      for (int j = 0; j < n; j++) {
        orders[j]++;
        hessian[i][j] = y.getPartialDerivative(orders);
        orders[j]--;
      }
    }
    assertClose(gradient, at.gradient());
    SymmetricOperator h = at.hessian();
    double[][] unit = new double[n][n];
    double[][] columns = new double[n][n];
    for (int i = 0; i < n; i++) {
      unit[i][i] = 1;
    }
    h.applyAll(unit, columns);
    SparseHessian sparse = SparseHessian.of(at);
    for (int i = 0; i < n; i++) {
      assertClose(hessian[i], columns[i]);
      assertClose(hessian[i], h.times(unit[i]));
      for (int j = 0; j < n; j++) {
        double size = 1 + Vectors.norm(hessian[i]);
        assertEquals(hessian[i][j], sparse.entry(i, j), 10 * ROUNDING * size);
      }
    }
  }

  private static void assertClose(double[] expected, double[] actual) {
    double distance = Samples.relativeDistance(expected, actual);
    assertTrue(distance <= 10 * ROUNDING, "relative distance " + distance);
  }

  /** Random numbers, those of the leading n × n matrix with a small one at its first pivot. */
  private static double[] point(int n, int size) {
    double[] w = Samples.gaussian(Samples.random(size), size);
    w[0] = 1e-3;
    for (int i = 0; i < n; i++) {
      w[i * n + (i + 1) % n] += 3;
    }
    return w;
  }

  @Test
  void solutionsOfSeveralRightHandSides() {
    assertSame(
        point(3, 15),
        x -> weighed(x.slice(0, 9).asMatrix(3, 3).solve(x.slice(9, 15).asMatrix(3, 2))),
        x ->
            weighed(eliminate(matrix(x, 0, 3, 3), matrix(x, 9, 3, 2), new DerivativeStructure[1])));
  }

  @Test
  void solutionsWithConstantsOnEitherSide() {
    double[][] c = {{0.01, 2, -1}, {3, 0.5, 1}, {1, -1, 4}};
    assertSame(
        Samples.gaussian(Samples.random(3), 3),
        x -> weighed(VarMatrix.constant(c).solve(x).asMatrix(3, 1)),
        x -> {
          DerivativeStructure[][] a = new DerivativeStructure[3][3];
          for (int e = 0; e < 9; e++) {
            a[e / 3][e % 3] = x[0].getField().getZero().add(c[e / 3][e % 3]);
          }
          return weighed(eliminate(a, matrix(x, 0, 3, 1), new DerivativeStructure[1]));
        });
    VarMatrix solved = VarMatrix.constant(c).solve(VarMatrix.identity(3));
    assertTrue(solved.entries().isConstant());
    assertSame(
        point(3, 9),
        x -> weighed(x.asMatrix(3, 3).inverse()),
        x -> {
          DerivativeStructure one = x[0].getField().getOne();
          DerivativeStructure zero = x[0].getField().getZero();
          DerivativeStructure[][] unit = {{one, zero, zero}, {zero, one, zero}, {zero, zero, one}};
          return weighed(eliminate(matrix(x, 0, 3, 3), unit, new DerivativeStructure[1]));
        });
  }

  @Test
  void logarithmAndSignOfTheDeterminant() {
    assertSame(
        point(4, 16),
        x -> x.asMatrix(4, 4).lu().logAbsDeterminant().square(),
        x -> {
          DerivativeStructure[] determinant = new DerivativeStructure[1];
          DerivativeStructure[][] nothing = new DerivativeStructure[4][0];
          eliminate(matrix(x, 0, 4, 4), nothing, determinant);
          return determinant[0].abs().log().pow(2);
        });
    // An even and two odd permutations, and a sign among the pivots.
    assertEquals(1, sign(new double[][] {{0, 1, 0}, {0, 0, 1}, {1, 0, 0}}));
    assertEquals(-1, sign(new double[][] {{0, 1, 0}, {1, 0, 0}, {0, 0, 1}}));
    assertEquals(-1, sign(new double[][] {{0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}, {1, 0, 0, 0}}));
    assertEquals(-1, sign(new double[][] {{2, 1}, {1, -3}}));
  }

  /** By its definition, the first row's entries times their minors: no pivots, no quotients. */
  private static DerivativeStructure determinant(DerivativeStructure[][] a) {
    int n = a.length;
    if (n == 1) {
      return a[0][0];
    }
    DerivativeStructure sum = a[0][0].getField().getZero();
    for (int c = 0; c < n; c++) {
      DerivativeStructure[][] minor = new DerivativeStructure[n - 1][n - 1];
      for (int e = 0; e < (n - 1) * (n - 1); e++) {
        int j = e % (n - 1);
        minor[e / (n - 1)][j] = a[1 + e / (n - 1)][j < c ? j : j + 1];
      }
      sum = sum.add(a[0][c].multiply(determinant(minor)).multiply(c % 2 == 0 ? 1 : -1));
    }
    return sum;
  }

  /** n × n numbers of a rank, exact: products of small integers. */
  private static double[] ofRank(int rank, int n, RandomGenerator random) {
    double[] a = new double[n * n];
    for (int r = 0; r < rank; r++) {
      int[] column = random.ints(n, -4, 5).toArray();
      int[] row = random.ints(n, -4, 5).toArray();
      for (int e = 0; e < n * n; e++) {
        a[e] += column[e / n] * row[e % n];
      }
    }
    return a;
  }

  /** Each number is a sum of products of entries; what cancels leaves roundings of their size. */
  private static void assertDeterminant(int n, double[] w) {
    DerivativeStructure[] x = new DerivativeStructure[n * n];
    double largest = 1;
    for (int e = 0; e < w.length; e++) {
      x[e] = new DerivativeStructure(n * n, 2, e, w[e]);
      largest = Math.max(largest, Math.abs(w[e]));
    }
    DerivativeStructure expected = determinant(matrix(x, 0, n, n));
    TapeExpansion at =
        TapeObjective.ofArray(n * n, a -> a.asMatrix(n, n).determinant()).expandAt(w);
    SparseHessian sparse = SparseHessian.of(at);
    double rounding = 24 * 1e-15; // of 4! products at most
    assertEquals(expected.getValue(), at.value(), rounding * Math.pow(largest, n));
    for (int i = 0; i < w.length; i++) {
      int[] orders = new int[w.length];
      orders[i] = 1;
      double slope = expected.getPartialDerivative(orders);
      assertEquals(slope, at.gradient()[i], rounding * Math.pow(largest, n - 1));
      double[] unit = new double[w.length];
      unit[i] = 1;
      double[] product = at.hessian().times(unit);
      for (int j = 0; j < w.length; j++) {
        orders[j]++;
        double bend = expected.getPartialDerivative(orders);
        orders[j]--;
        assertEquals(bend, product[j], rounding * Math.pow(largest, n - 2));
        assertEquals(bend, sparse.entry(i, j), rounding * Math.pow(largest, n - 2));
      }
    }
  }

  @Test
  void determinantsOfAnyRankHaveTheirDerivatives() {
    RandomGenerator random = Samples.random(17);
    for (int n = 1; n <= 4; n++) {
      int order = n;
      for (int rank = 0; rank <= n; rank++) {
        for (int time = 0; time < 5; time++) {
          double[] w = ofRank(rank, n, random);
          assertDeterminant(order, w);
        }
      }
    }
    // Behind and before other nodes, and among constants.
    assertSame(
        new double[] {0.3, -1.2, 0.7},
        x -> {
          VarArray entries = VarArray.concat(x.map(Elementary.SIN), VarArray.constant(2), x);
          return entries.slice(0, 4).asMatrix(2, 2).determinant().exp().add(x.squaredNorm());
        },
        x ->
            x[0].sin()
                .multiply(2)
                .subtract(x[1].sin().multiply(x[2].sin()))
                .exp()
                .add(x[0].pow(2))
                .add(x[1].pow(2))
                .add(x[2].pow(2)));
    assertEquals(-2, VarMatrix.constant(new double[][] {{1, 2}, {3, 4}}).determinant().getReal());
  }

  /** Units of rows and columns, 2⁹¹⁰ apart from 2⁻⁸⁷⁰, and what leaves the range of doubles. */
  @Test
  void determinantsScaleWithRowsAndColumns() {
    double[] plain = ofRank(2, 3, Samples.random(5));
    int[] r = {600, -300, -320};
    int[] c = {-550, 310, 235};
    double[] w = new double[9];
    for (int e = 0; e < 9; e++) {
      w[e] = Math.scalb(plain[e], r[e / 3] + c[e % 3]);
    }
    TapeObjective f = TapeObjective.ofArray(9, x -> x.asMatrix(3, 3).determinant());
    TapeExpansion reference = f.expandAt(plain);
    TapeExpansion at = f.expandAt(w);
    assertEquals(0, Math.scalb(at.value(), 25), 1e-11);
    for (int e = 0; e < 9; e++) {
      int exponent = -25 - r[e / 3] - c[e % 3]; // r and c together are −25
      // Cofactors of integers up to 32; pivots may come in another order.
      assertEquals(reference.gradient()[e], Math.scalb(at.gradient()[e], -exponent), 1e-12);
    }
    // 10⁴⁰⁰ is no double, but the gradient is one.
    TapeObjective square = TapeObjective.ofArray(4, x -> x.asMatrix(2, 2).determinant());
    TapeExpansion large = square.expandAt(new double[] {1e200, 0, 0, 1e200});
    assertEquals(Double.POSITIVE_INFINITY, large.value());
    assertArrayEquals(new double[] {1e200, 0, 0, 1e200}, large.gradient(), 1e185);
    assertArrayEquals(
        new double[] {0, 0, 0, 1}, large.hessian().times(new double[] {1, 0, 0, 0}), 1e-15);
    double[][] diagonal = new double[400][400];
    for (int i = 0; i < 400; i++) {
      diagonal[i][399 - i] = i % 2 == 0 ? 1e-3 : 2e3;
    }
    // The reversal of 400 is even. 2²⁰⁰, with a rounding for each factor.
    double value = VarMatrix.constant(diagonal).determinant().getReal();
    assertEquals(0x1p200, value, 400 * Math.ulp(0x1p200));
  }

  private static int sign(double[][] a) {
    return VarMatrix.constant(a).lu().determinantSign();
  }

  /** A square Q would have 4·10⁸ numbers, more than the tests' heap. */
  @Test
  void aTallMatrixNeedsNoSquareOne() {
    int m = 20_000;
    TapeObjective norm =
        TapeObjective.ofArray(m, x -> x.asMatrix(m, 1).qr().r().get(0, 0).square());
    double[] w = new double[m];
    double sum = 0;
    for (int i = 0; i < m; i++) {
      w[i] = 1 + i % 7;
      sum += w[i] * w[i];
    }
    TapeExpansion at = norm.expandAt(w);
    assertEquals(sum, at.value(), 1e-11 * sum);
    double[] gradient = at.gradient();
    for (int i = 0; i < m; i++) {
      assertEquals(2 * w[i], gradient[i], 1e-11);
    }
  }

  /**
   * y₀ = 1/(1 − a) of [[a, 1], [1, 1]] y = (1, 2): its second derivative is 2/(1 − a)³, 2.000006 at
   * 1e-6 and no number near −256, whatever the size of the pivot a.
   */
  @Test
  void pivotsAreChosenBySize() {
    TapeObjective f =
        TapeObjective.ofArray(
            1,
            x -> {
              VarArray entries = VarArray.concat(x, VarArray.constant(1, 1, 1));
              return entries.asMatrix(2, 2).solve(VarArray.constant(1, 2)).get(0);
            });
    for (double a : new double[] {1e-6, 1e-12, 1e-17, 1e-300, 0, -1e-9}) {
      TapeExpansion at = f.expandAt(new double[] {a});
      double r = 1 / (1 - a);
      assertEquals(r, at.value(), 1e-15);
      assertEquals(r * r, at.gradient()[0], 1e-15);
      assertEquals(2 * r * r * r, at.hessian().times(new double[] {1})[0], 1e-14);
    }
  }

  /** What docs/libraries.md says of commons-math3 3.6.1: the pivot a is taken whatever its size. */
  @Test
  void commonsMathTakesThePivotThatComes() {
    TapeObjective f =
        TapeObjective.of(
            1,
            x -> {
              Var one = Var.constant(1);
              Var[][] entries = {{x[0], one}, {one, one}};
              Var[] right = {one, Var.constant(2)};
              return new FieldLUDecomposition<>(
                      new Array2DRowFieldMatrix<>(one.getField(), entries))
                  .getSolver()
                  .solve(new ArrayFieldVector<>(one.getField(), right))
                  .getEntry(0);
            });
    double[] hv = f.expandAt(new double[] {1e-6}).hessian().times(new double[] {1});
    assertTrue(Math.abs(hv[0] - 2.000006) > 1, "second derivative " + hv[0]);
  }

  /** Units of rows and columns of 1e±150 change neither what is singular nor a digit. */
  @Test
  void unitsOfRowsAndColumnsDoNotMatter() {
    double[] r = {0x1p500, 0x1p-500, 1};
    double[] c = {0x1p-300, 1, 0x1p300};
    double[][] plain = {{2, 1, 0.5}, {-1, 3, 1}, {0.25, 1, -2}};
    double[][] scaled = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        scaled[i][j] = plain[i][j] * r[i] * c[j];
      }
    }
    VarLu lu = VarMatrix.constant(scaled).lu();
    double[] x = lu.solve(VarArray.constant(r)).getReal();
    double[] expected = VarMatrix.constant(plain).solve(VarArray.constant(1, 1, 1)).getReal();
    for (int j = 0; j < 3; j++) {
      assertEquals(expected[j], x[j] * c[j], 1e-15);
    }
    // det = 2(−6 − 1) − (2 − 0.25) + 0.5(−1 − 0.75) = −16.625; the units cancel.
    assertEquals(Math.log(16.625), lu.logAbsDeterminant().getReal(), 1e-12);
    assertEquals(-1, lu.determinantSign());
  }

  /** Columns of which one is more than 2¹⁰²³ times the other, subnormal numbers among them. */
  @Test
  void unitsMayBeAsFarApartAsDoublesReach() {
    double[] plain = {1.75, 1.375, 1.25, -1.625};
    double[] w = {0x1p1000 * plain[0], 0x1p-70 * plain[1], 0x1p1000 * plain[2], 0x1p-70 * plain[3]};
    ArrayProgram logDeterminant = x -> x.asMatrix(2, 2).lu().logAbsDeterminant();
    TapeExpansion at = TapeObjective.ofArray(4, logDeterminant).expandAt(w);
    double det = plain[0] * plain[3] - plain[1] * plain[2]; // −4.5625
    assertEquals(Math.log(-det) + 930 * Math.log(2), at.value(), 1e-12);
    double[] units = {0x1p-1000, 0x1p70, 0x1p-1000, 0x1p70};
    double[] cofactors = {plain[3], -plain[2], -plain[1], plain[0]};
    for (int e = 0; e < 4; e++) {
      assertEquals(cofactors[e] / det, at.gradient()[e] / units[e], 1e-15);
    }
    double tiny = 0x1p-1040;
    double[][] subnormal = {{3 * tiny, tiny}, {tiny, 5 * tiny}};
    VarLu lu = VarMatrix.constant(subnormal).lu();
    assertEquals(Math.log(14) - 2080 * Math.log(2), lu.logAbsDeterminant().getReal(), 1e-12);
    double[] x = lu.solve(VarArray.constant(4 * tiny, 6 * tiny)).getReal();
    assertArrayEquals(new double[] {1, 1}, x, 1e-15);
  }

  /** {@code A = M Mᵀ + I} of the parameters' matrix M, by the textbook's loops. */
  private static DerivativeStructure[][] gram(DerivativeStructure[] x, int n) {
    DerivativeStructure[][] a = new DerivativeStructure[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = x[0].getField().getZero().add(i == j ? 1 : 0);
        for (int t = 0; t < n; t++) {
          a[i][j] = a[i][j].add(x[i * n + t].multiply(x[j * n + t]));
        }
      }
    }
    return a;
  }

  private static VarMatrix gram(VarArray x, int n) {
    VarMatrix m = x.slice(0, n * n).asMatrix(n, n);
    return m.times(m.transpose()).add(VarMatrix.identity(n));
  }

  private static DerivativeStructure[][] cholesky(DerivativeStructure[][] a) {
    int n = a.length;
    DerivativeStructure[][] l = new DerivativeStructure[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        l[i][j] = a[0][0].getField().getZero();
      }
      for (int j = 0; j <= i; j++) {
        DerivativeStructure sum = a[i][j];
        for (int t = 0; t < j; t++) {
          sum = sum.subtract(l[i][t].multiply(l[j][t]));
        }
        l[i][j] = i == j ? sum.sqrt() : sum.divide(l[j][j]);
      }
    }
    return l;
  }

  @Test
  void choleskyFactorSolutionsAndDeterminant() {
    double[] w = Samples.gaussian(Samples.random(5), 12);
    assertSame(w, x -> weighed(gram(x, 3).cholesky().lower()), x -> weighed(cholesky(gram(x, 3))));
    assertSame(
        w,
        x -> weighed(gram(x, 3).cholesky().solve(x.slice(9, 12)).asMatrix(3, 1)),
        x -> weighed(eliminate(gram(x, 3), matrix(x, 9, 3, 1), new DerivativeStructure[1])));
    assertSame(
        w,
        x -> gram(x, 3).cholesky().logDeterminant().square(),
        x -> {
          DerivativeStructure[][] l = cholesky(gram(x, 3));
          return l[0][0].multiply(l[1][1]).multiply(l[2][2]).log().multiply(2).pow(2);
        });
    assertSame(
        w,
        x -> weighed(gram(x, 2).cholesky().inverse()),
        x -> {
          DerivativeStructure[][] a = gram(x, 2);
          DerivativeStructure det =
              a[0][0].multiply(a[1][1]).subtract(a[0][1].multiply(a[1][0])).reciprocal();
          return weighed(
              new DerivativeStructure[][] {
                {a[1][1].multiply(det), a[0][1].multiply(det).negate()},
                {a[1][0].multiply(det).negate(), a[0][0].multiply(det)}
              });
        });
  }

  /** Gram and Schmidt's columns, orthonormal one by one. */
  private static DerivativeStructure[][][] gramSchmidt(DerivativeStructure[][] a) {
    int m = a.length;
    int n = a[0].length;
    DerivativeStructure[][] q = new DerivativeStructure[m][n];
    DerivativeStructure[][] r = new DerivativeStructure[n][n];
    DerivativeStructure zero = a[0][0].getField().getZero();
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        q[i][j] = a[i][j];
      }
      for (int c = 0; c < n; c++) {
        r[c][j] = zero;
      }
      for (int c = 0; c < j; c++) {
        for (int i = 0; i < m; i++) {
          r[c][j] = r[c][j].add(q[i][c].multiply(a[i][j]));
        }
        for (int i = 0; i < m; i++) {
          q[i][j] = q[i][j].subtract(q[i][c].multiply(r[c][j]));
        }
      }
      for (int i = 0; i < m; i++) {
        r[j][j] = r[j][j].add(q[i][j].multiply(q[i][j]));
      }
      r[j][j] = r[j][j].sqrt();
      for (int i = 0; i < m; i++) {
        q[i][j] = q[i][j].divide(r[j][j]);
      }
    }
    return new DerivativeStructure[][][] {q, r};
  }

  @Test
  void orthonormalColumnsTriangleAndLeastSquares() {
    double[] w = Samples.gaussian(Samples.random(8), 8);
    assertSame(
        w,
        x -> weighed(x.asMatrix(4, 2).qr().q()),
        x -> weighed(gramSchmidt(matrix(x, 0, 4, 2))[0]));
    assertSame(
        w,
        x -> weighed(x.asMatrix(4, 2).qr().r()),
        x -> weighed(gramSchmidt(matrix(x, 0, 4, 2))[1]));
    double[] v = Samples.gaussian(Samples.random(9), 9);
    assertSame(
        v,
        x -> weighed(x.slice(0, 6).asMatrix(3, 2).qr().solve(x.slice(6, 9)).asMatrix(2, 1)),
        x -> {
          // The normal equations (AᵀA) y = Aᵀb.
          DerivativeStructure zero = x[0].getField().getZero();
          DerivativeStructure[][] normal = {{zero, zero}, {zero, zero}};
          DerivativeStructure[][] right = {{zero}, {zero}};
          for (int i = 0; i < 3; i++) {
            for (int c = 0; c < 2; c++) {
              right[c][0] = right[c][0].add(x[2 * i + c].multiply(x[6 + i]));
              for (int d = 0; d < 2; d++) {
                normal[c][d] = normal[c][d].add(x[2 * i + c].multiply(x[2 * i + d]));
              }
            }
          }
          return weighed(eliminate(normal, right, new DerivativeStructure[1]));
        });
  }

  /**
   * The negative log-likelihood of a Gaussian process with two points at distance d: with ρ =
   * exp(−d²/2l²), {@code ½ ln(1 − ρ²) + (1 − ρ)/(1 − ρ²)} of y = (1, 1), of which the second term
   * is 1/(1 + ρ).
   */
  @Test
  void likelihoodOfAGaussianProcess() {
    ArrayProgram byMatrix =
        x -> {
          Var rho = x.get(0).square().reciprocal().multiply(-0.5).exp();
          Var one = Var.constant(1);
          VarCholesky k = VarArray.of(one, rho, rho, one).asMatrix(2, 2).cholesky();
          VarArray y = VarArray.constant(1, 1);
          return k.logDeterminant().add(y.dot(k.solve(y))).multiply(0.5);
        };
    ArrayProgram byHand =
        x -> {
          Var rho = x.get(0).square().reciprocal().multiply(-0.5).exp();
          return rho.square().subtractFrom(1).log().multiply(0.5).add(rho.add(1).reciprocal());
        };
    for (double length : new double[] {0.3, 1, 4}) {
      TapeExpansion a = TapeObjective.ofArray(1, byMatrix).expandAt(new double[] {length});
      TapeExpansion b = TapeObjective.ofArray(1, byHand).expandAt(new double[] {length});
      assertEquals(b.value(), a.value(), 1e-13);
      assertArrayEquals(b.gradient(), a.gradient(), 1e-12);
      double[] one = {1};
      assertArrayEquals(b.hessian().times(one), a.hessian().times(one), 1e-11);
    }
  }

  /**
   * A larger system, whose blocks of columns are matrix products: {@code A A⁻¹ = I} as programs.
   */
  @Test
  void largeSystemsSatisfyTheirEquationInEveryDerivative() {
    int n = 40;
    RandomGenerator random = Samples.random(40);
    double[] w = Samples.gaussian(random, n * n + n);
    double[] c = Samples.gaussian(random, n);
    // cᵀ A (A⁻¹ b)² with entrywise squares against (A x = b) ⇒ Σ cᵢ bᵢ where no square is taken.
    TapeObjective f =
        TapeObjective.ofArray(
            n * n + n,
            x -> {
              VarMatrix a = x.slice(0, n * n).asMatrix(n, n);
              return a.times(a.solve(x.slice(n * n, n * n + n))).map(Elementary.SQUARE).dot(c);
            });
    TapeExpansion at = f.expandAt(w);
    double[] v = Samples.gaussian(random, w.length);
    double[] expectedGradient = new double[w.length];
    double[] expectedProduct = new double[w.length];
    for (int i = 0; i < n; i++) {
      expectedGradient[n * n + i] = 2 * c[i] * w[n * n + i];
      expectedProduct[n * n + i] = 2 * c[i] * v[n * n + i];
    }
    // The condition number of this matrix is some hundreds, squared in second derivatives.
    assertArrayEquals(expectedGradient, at.gradient(), 1e-11);
    assertArrayEquals(expectedProduct, at.hessian().times(v), 1e-8);
  }

  @Test
  void namesWhatCannotBeFactored() {
    VarMatrix singular = VarMatrix.constant(new double[][] {{1, 2}, {2, 4}});
    VarMatrix wide = VarMatrix.constant(new double[][] {{1, 2, 3}, {4, 5, 6}});
    VarMatrix indefinite = VarMatrix.constant(new double[][] {{1, 2}, {2, 1}});
    VarMatrix nan = VarMatrix.constant(new double[][] {{1, Double.NaN}, {0, 1}});
    assertMessage(singular::lu, "order 2", "singular", "determinant() takes singular matrices");
    assertEquals(0, singular.determinant().getReal());
    assertMessage(nan::determinant, "order 2", "not finite");
    assertRefused(wide::determinant, "square", "2 × 3");
    assertMessage(nan::lu, "not finite");
    assertMessage(singular::cholesky, "not positive definite", "pivot 1");
    assertMessage(indefinite::cholesky, "not positive definite", "pivot 1 is -3.0");
    assertMessage(singular::qr, "Column 1", "linearly");
    assertRefused(wide::lu, "square", "2 × 3");
    assertRefused(wide::qr, "2 × 3", "more columns than rows");
    assertRefused(
        () -> VarMatrix.constant(new double[][] {{2, 1}, {0.5, 2}}).cholesky(), "(1, 0) is 0.5");
    assertRefused(() -> indefinite.solve(VarArray.constant(1, 2, 3)), "3 rows", "order 2");
  }

  private static void assertMessage(Runnable factoring, String... parts) {
    ArithmeticException e = assertThrows(ArithmeticException.class, factoring::run);
    for (String part : parts) {
      assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }
  }
}
