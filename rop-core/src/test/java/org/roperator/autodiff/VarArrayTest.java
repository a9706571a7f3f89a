package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;

/** Programs over whole arrays have the derivatives of the same programs entry by entry. */
class VarArrayTest {

  /** Two orders of the same sums of some dozen terms. */
  private static final double ROUNDING = 1e-13;

  private static final double[][] C = {{1, -2, 0.5}, {0.25, 3, -1}};

  @Test
  void elementwiseOperations() {
    assertSame(
        6,
        x -> {
          VarArray a = x.slice(0, 3);
          VarArray b = x.slice(3, 6);
          VarArray all = a.multiply(b).add(a).subtract(b.map(Elementary.SIN)).multiply(1.5);
          return all.multiply(all).sum();
        },
        x -> {
          Var sum = Var.constant(0);
          for (int i = 0; i < 3; i++) {
            Var a = x[i];
            Var b = x[3 + i];
            sum = sum.add(a.multiply(b).add(a).subtract(b.sin()).multiply(1.5).square());
          }
          return sum;
        });
  }

  @Test
  void operationsWithConstantsOnEitherSide() {
    VarArray c = VarArray.constant(2, -1, 0.5);
    assertSame(
        3,
        x ->
            c.subtract(x.map(Elementary.EXP))
                .multiply(c)
                .add(c.multiply(x))
                .add(x.add(c))
                .squaredNorm()
                .add(c.dot(x))
                .add(x.multiply(x).dot(2, -1, 0.5)),
        x -> {
          double[] k = {2, -1, 0.5};
          Var sum = Var.constant(0);
          for (int i = 0; i < 3; i++) {
            Var y = x[i].exp().subtractFrom(k[i]).multiply(k[i]).add(x[i].multiply(k[i])).add(x[i]);
            sum =
                sum.add(y.add(k[i]).square())
                    .add(x[i].multiply(k[i]))
                    .add(x[i].square().multiply(k[i]));
          }
          return sum;
        });
  }

  @Test
  void shorterOperandRepeatsAlongTheLonger() {
    assertSame(
        6,
        x -> x.slice(0, 4).subtract(x.slice(4, 6)).squaredNorm(),
        x -> {
          Var sum = Var.constant(0);
          for (int i = 0; i < 4; i++) {
            sum = sum.add(x[i].subtract(x[4 + i % 2]).square());
          }
          return sum;
        });
    assertSame(
        2,
        x -> VarArray.constant(1, 2, 3, 4).subtract(x).map(Elementary.TANH).sum(),
        x -> {
          Var sum = Var.constant(0);
          for (int i = 0; i < 4; i++) {
            sum = sum.add(x[i % 2].subtractFrom(1 + i).tanh());
          }
          return sum;
        });
  }

  @Test
  void innerProductsAndNorms() {
    assertSame(
        6,
        x -> x.slice(0, 3).dot(x.slice(3, 6)).multiply(x.squaredNorm()),
        x -> {
          Var dot = Var.constant(0);
          Var norm = Var.constant(0);
          for (int i = 0; i < 6; i++) {
            dot = i < 3 ? dot.add(x[i].multiply(x[3 + i])) : dot;
            norm = norm.add(x[i].square());
          }
          return dot.multiply(norm);
        });
  }

  @Test
  void selectedEntriesMayRepeat() {
    assertSame(
        3,
        x -> x.select(2, 0, 2, 1).map(Elementary.SQUARE).dot(1, 2, 3, 4),
        x ->
            x[2].square()
                .add(x[0].square().multiply(2))
                .add(x[2].square().multiply(3))
                .add(x[1].square().multiply(4)));
  }

  @Test
  void matrixProductsWithVariablesOnBothSides() {
    assertSame(
        12,
        x ->
            x.slice(0, 6)
                .asMatrix(2, 3)
                .times(x.slice(6, 12).asMatrix(3, 2))
                .map(Elementary.TANH)
                .entries()
                .squaredNorm(),
        x -> {
          Var sum = Var.constant(0);
          for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
              Var y = Var.constant(0);
              for (int t = 0; t < 3; t++) {
                y = y.add(x[3 * i + t].multiply(x[6 + 2 * t + j]));
              }
              sum = sum.add(y.tanh().square());
            }
          }
          return sum;
        });
  }

  @Test
  void matrixProductsWithConstants() {
    VarMatrix c = VarMatrix.constant(C);
    assertSame(
        6,
        x -> {
          VarMatrix left = c.times(x.asMatrix(3, 2));
          VarMatrix right = x.asMatrix(3, 2).times(c);
          return left.entries().squaredNorm().add(right.entries().map(Elementary.SIN).sum());
        },
        x -> {
          Var sum = Var.constant(0);
          for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
              Var y = Var.constant(0);
              for (int t = 0; t < 3; t++) {
                y = y.add(x[2 * t + j].multiply(C[i][t]));
              }
              sum = sum.add(y.square());
            }
          }
          for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
              Var y = x[2 * i].multiply(C[0][j]).add(x[2 * i + 1].multiply(C[1][j]));
              sum = sum.add(y.sin());
            }
          }
          return sum;
        });
  }

  @Test
  void matrixTimesVectorTransposeAndRows() {
    assertSame(
        9,
        x -> {
          VarMatrix a = x.slice(0, 6).asMatrix(2, 3);
          VarArray y = a.addToRows(x.slice(6, 9)).times(x.slice(6, 9));
          return y.squaredNorm().add(a.transpose().row(2).dot(a.get(0, 1).getReal(), 2));
        },
        x -> {
          Var sum = Var.constant(0);
          for (int i = 0; i < 2; i++) {
            Var y = Var.constant(0);
            for (int j = 0; j < 3; j++) {
              y = y.add(x[3 * i + j].add(x[6 + j]).multiply(x[6 + j]));
            }
            sum = sum.add(y.square());
          }
          return sum.add(x[2].multiply(x[1].getReal())).add(x[5].multiply(2));
        });
  }

  @Test
  void logSumExpOfRowsIsThatOfTheirEntries() {
    assertSame(
        6,
        x -> x.asMatrix(2, 3).logSumExpOfRows().squaredNorm().add(x.logSumExp()),
        x ->
            Var.logSumExp(x[0], x[1], x[2])
                .square()
                .add(Var.logSumExp(x[3], x[4], x[5]).square())
                .add(Var.logSumExp(x)));
  }

  @Test
  void arraysAndSingleNumbersMix() {
    assertSame(
        4,
        x -> {
          Var first = x.get(0).multiply(x.get(1)).sin();
          VarArray together = VarArray.of(first, x.get(2), Var.constant(3), first.exp());
          return together.map(Elementary.SQUARE).sum().multiply(x.get(3));
        },
        x -> {
          Var first = x[0].multiply(x[1]).sin();
          return first.square().add(x[2].square()).add(9).add(first.exp().square()).multiply(x[3]);
        });
  }

  @Test
  void anObjectiveCanBeANodeOfAProgram() {
    TapeObjective inner = TapeObjective.of(2, x -> x[0].exp().multiply(x[1].square()));
    assertSame(
        3,
        x -> x.map(Elementary.SIN).slice(0, 2).feed(inner).square().multiply(x.get(2)),
        x -> x[0].sin().exp().multiply(x[1].sin().square()).square().multiply(x[2]));
    assertEquals(Math.E, VarArray.constant(1, 1).feed(inner).getReal(), ROUNDING);
  }

  @Test
  void resultsThatNothingDependsOnCostNoDerivative() {
    TapeObjective f =
        TapeObjective.ofArray(
            2,
            x -> {
              x.map(Elementary.LOG).squaredNorm();
              return x.squaredNorm();
            });
    TapeExpansion at = f.expandAt(new double[] {0, 3});
    assertArrayEquals(new double[] {0, 6}, at.gradient());
    assertArrayEquals(new double[] {2, 4}, at.hessian().times(new double[] {1, 2}));
  }

  @Test
  void constantsAloneRecordNothing() {
    VarArray c = VarArray.constant(1, 2, 3, 4);
    assertTrue(c.add(c).multiply(c).map(Elementary.EXP).isConstant());
    assertTrue(c.asMatrix(2, 2).times(c.asMatrix(2, 2)).transpose().entries().isConstant());
    assertTrue(VarArray.of(Var.constant(1), Var.constant(2)).isConstant());
    assertEquals(30, c.squaredNorm().getReal());
    assertEquals(10, c.sum().getReal());
    assertEquals(
        "2 × 2 [7.0, 10.0, 15.0, 22.0]", c.asMatrix(2, 2).times(c.asMatrix(2, 2)).toString());
    assertArrayEquals(new double[] {1, 4, 9, 16}, c.multiply(c).getReal());
  }

  @Test
  void rejectsShapesThatDoNotFitNamingBoth() {
    VarArray c = VarArray.constant(1, 2, 3);
    assertRefused(() -> c.dot(VarArray.constant(1, 2)), "3 and 2");
    assertRefused(() -> c.dot(1, 2), "3 and 2");
    assertRefused(() -> c.multiply(VarArray.constant(1, 2)), "3 and 2");
    assertRefused(() -> c.add(VarArray.constant(1, 2)), "3 and 2");
    assertRefused(() -> c.slice(1, 4), "from 1 to 4", "0 to 3");
    assertRefused(() -> c.slice(1, 1), "empty");
    assertRefused(() -> c.asMatrix(2, 2), "2 × 2", "3");
    assertRefused(() -> c.asMatrix(0, 3), "rows is 0");
    assertRefused(() -> c.asMatrix(1, 3).times(c.asMatrix(1, 3)), "3 columns", "1 rows");
    assertRefused(() -> VarMatrix.constant(new double[][] {{1, 2}, {3}}), "Row 1 has length 1");
  }

  static void assertSame(int n, ArrayProgram whole, ScalarProgram single) {
    RandomGenerator random = Samples.random(n);
    double[] w = Samples.gaussian(random, n);
    TapeObjective arrays = TapeObjective.ofArray(n, whole);
    TapeExpansion a = arrays.expandAt(w);
    TapeExpansion b = TapeObjective.of(n, single).expandAt(w);
    assertEquals(b.value(), a.value(), ROUNDING * Math.max(1, Math.abs(b.value())));
    assertEquals(a.value(), arrays.value(w), ROUNDING * Math.max(1, Math.abs(b.value())));
    assertClose(b.gradient(), a.gradient());
    double[] gradientAlone = new double[n];
    arrays.gradient(w, gradientAlone);
    assertArrayEquals(a.gradient(), gradientAlone, 0.0);
    SymmetricOperator h = a.hessian();
    double[][] vs = new double[11][];
    double[][] products = new double[11][n];
    for (int j = 0; j < vs.length; j++) {
      vs[j] = Samples.gaussian(random, n);
    }
    h.applyAll(vs, products);
    for (int j = 0; j < vs.length; j++) {
      double[] expected = b.hessian().times(vs[j]);
      assertClose(expected, h.times(vs[j]));
      assertClose(expected, products[j]);
    }
    SparseHessian sparse = SparseHessian.of(a);
    DenseHessian dense = DenseHessian.of(b);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertEquals(
            dense.entry(i, j), sparse.entry(i, j), 1e-12 * (1 + Math.abs(dense.entry(i, j))));
      }
    }
  }

  private static void assertClose(double[] expected, double[] actual) {
    double distance = Samples.relativeDistance(expected, actual);
    assertTrue(distance <= 10 * ROUNDING, "relative distance " + distance);
  }

  /** Whatever type an objective has, it can be fed; here a quadratic with its own Hessian. */
  @Test
  void fedObjectivesBringTheirOwnHessian() {
    Objective quadratic =
        Objective.quadratic(
            SymmetricOperator.symmetric(new double[][] {{4, 1}, {1, 3}}), new double[] {1, 2});
    TapeExpansion at =
        TapeObjective.ofArray(2, x -> x.feed(quadratic)).expandAt(new double[] {2, 1});
    assertEquals(7.5, at.value());
    assertArrayEquals(new double[] {8, 3}, at.gradient());
    assertArrayEquals(new double[] {4, 1}, at.hessian().times(new double[] {1, 0}));
  }
}
