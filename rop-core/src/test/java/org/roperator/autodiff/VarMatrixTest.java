package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.autodiff.VarArrayTest.assertSame;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Arithmetic of arrays and matrices of any two shapes that fit, entry by entry the same. */
class VarMatrixTest {

  /** A number for each entry: the sum of them with weights that no exchange of entries leaves. */
  private static Var weighed(VarArray y) {
    double[] c = new double[y.length()];
    for (int i = 0; i < c.length; i++) {
      c[i] = 1 + 0.37 * i;
    }
    return y.map(Elementary.SIN).dot(c);
  }

  private static Var weighed(Var... y) {
    Var sum = Var.constant(0);
    for (int i = 0; i < y.length; i++) {
      sum = sum.add(y[i].sin().multiply(1 + 0.37 * i));
    }
    return sum;
  }

  private interface Entry {
    Var at(Var[] x, int i, int j);
  }

  /** The same of a matrix of 2 × 3 whose entries are given one by one. */
  private static ScalarProgram entries(Entry entry) {
    return x -> {
      Var[] y = new Var[6];
      for (int e = 0; e < 6; e++) {
        y[e] = entry.at(x, e / 3, e % 3);
      }
      return weighed(y);
    };
  }

  @Test
  void rowsAndSelectionsThatAreNoneAreRefused() {
    VarMatrix a = VarMatrix.constant(new double[2][3]);
    assertRefused(() -> a.row(5), "Row 5", "0 to 1");
    assertRefused(() -> a.row(-1), "Row -1", "0 to 1");
    assertRefused(() -> a.entries().select(), "no index");
  }

  @Test
  void arraysMeetSingleNumbers() {
    assertSame(
        4,
        x -> {
          VarArray a = x.slice(0, 3);
          Var c = x.get(3);
          return weighed(
              a.add(c).multiply(c).subtract(c.exp()).divide(c).add(2).subtract(0.5).divide(3));
        },
        x -> {
          Var[] y = new Var[3];
          for (int i = 0; i < 3; i++) {
            y[i] = x[i].add(x[3]).multiply(x[3]).subtract(x[3].exp()).divide(x[3]);
            y[i] = y[i].add(2).subtract(0.5).divide(3);
          }
          return weighed(y);
        });
    assertSame(
        1,
        x -> weighed(VarArray.constant(2, -3).multiply(x.get(0)).negate()),
        x -> weighed(x[0].multiply(-2), x[0].multiply(3)));
  }

  @Test
  void quotientsAndPowersRepeatTheShorterOperand() {
    assertSame(
        6,
        x -> {
          VarArray a = x.slice(0, 4).map(Elementary.EXP);
          VarArray b = x.slice(4, 6);
          return weighed(a.divide(b)).add(weighed(a.pow(b))).add(weighed(a.multiply(b).pow(3)));
        },
        x -> {
          Var[] quotients = new Var[4];
          Var[] powers = new Var[4];
          Var[] cubes = new Var[4];
          for (int i = 0; i < 4; i++) {
            quotients[i] = x[i].exp().divide(x[4 + i % 2]);
            powers[i] = x[i].exp().pow(x[4 + i % 2]);
            cubes[i] = x[i].exp().multiply(x[4 + i % 2]).pow(3);
          }
          return weighed(quotients).add(weighed(powers)).add(weighed(cubes));
        });
  }

  @Test
  void quotientsWithConstantsOnEitherSide() {
    assertSame(
        2,
        x ->
            weighed(VarArray.constant(1, 2, 3, 4).divide(x))
                .add(weighed(x.divide(VarArray.constant(3, -2))))
                .add(weighed(VarArray.constant(1.5, 2.5).pow(x))),
        x ->
            weighed(
                    x[0].reciprocal(),
                    x[1].reciprocal().multiply(2),
                    x[0].reciprocal().multiply(3),
                    x[1].reciprocal().multiply(4))
                .add(weighed(x[0].divide(3), x[1].divide(-2)))
                .add(weighed(Var.pow(1.5, x[0]), Var.pow(2.5, x[1]))));
  }

  @Test
  void vectorsMeetEachRow() {
    assertSame(
        9,
        x -> {
          VarMatrix a = x.slice(0, 6).asMatrix(2, 3);
          VarArray r = x.slice(6, 9);
          return weighed(
              a.addToRows(r).multiplyRows(r).subtractFromRows(r).divideRows(r).entries());
        },
        entries(
            (x, i, j) ->
                x[3 * i + j].add(x[6 + j]).multiply(x[6 + j]).subtract(x[6 + j]).divide(x[6 + j])));
  }

  @Test
  void vectorsMeetEachColumn() {
    assertSame(
        8,
        x -> {
          VarMatrix a = x.slice(0, 6).asMatrix(2, 3);
          VarArray c = x.slice(6, 8);
          return weighed(
              a.addToColumns(c)
                  .multiplyColumns(c)
                  .subtractFromColumns(c.map(Elementary.EXP))
                  .divideColumns(c)
                  .entries());
        },
        entries(
            (x, i, j) ->
                x[3 * i + j]
                    .add(x[6 + i])
                    .multiply(x[6 + i])
                    .subtract(x[6 + i].exp())
                    .divide(x[6 + i])));
    assertSame(
        2,
        x ->
            weighed(
                VarMatrix.constant(new double[][] {{1, 2, 3}, {4, 5, 6}})
                    .subtractFromColumns(x)
                    .multiplyColumns(VarArray.constant(2, -1))
                    .entries()),
        entries((x, i, j) -> x[i].subtractFrom(3 * i + j + 1).multiply(i == 0 ? 2 : -1)));
  }

  @Test
  void matricesMeetMatricesAndNumbers() {
    assertSame(
        13,
        x -> {
          VarMatrix a = x.slice(0, 6).asMatrix(2, 3);
          VarMatrix b = x.slice(6, 12).asMatrix(2, 3);
          Var c = x.get(12);
          return weighed(
              a.add(b)
                  .multiplyEntries(b)
                  .subtract(a)
                  .divideEntries(b)
                  .multiply(c)
                  .multiply(0.5)
                  .divide(c.exp())
                  .divide(3)
                  .entries());
        },
        entries(
            (x, i, j) -> {
              Var a = x[3 * i + j];
              Var b = x[6 + 3 * i + j];
              return a.add(b)
                  .multiply(b)
                  .subtract(a)
                  .divide(b)
                  .multiply(x[12])
                  .multiply(0.5)
                  .divide(x[12].exp())
                  .divide(3);
            }));
  }

  @Test
  void matricesMeetNumbersInEveryEntry() {
    assertSame(
        7,
        x -> {
          VarMatrix a = x.slice(0, 6).asMatrix(2, 3);
          Var c = x.get(6);
          VarMatrix b = a.add(c).add(2).negate().subtract(c.exp()).subtract(0.5);
          VarMatrix power = a.map(Elementary.EXP).powEntries(1.5).powEntries(a);
          return weighed(b.entries())
              .add(weighed(power.entries()))
              .add(b.sum().sin())
              .add(b.mean().exp());
        },
        x -> {
          Var[] b = new Var[6];
          Var[] power = new Var[6];
          for (int e = 0; e < 6; e++) {
            b[e] = x[e].add(x[6]).add(2).negate().subtract(x[6].exp()).subtract(0.5);
            power[e] = x[e].multiply(1.5).multiply(x[e]).exp();
          }
          Var sum = Var.sum(b);
          return weighed(b).add(weighed(power)).add(sum.sin()).add(sum.divide(6).exp());
        });
    // (Σ (a + 1)²)/4 has slopes (a + 1)/2 and bends ½; −Σ has slopes −1.
    TapeExpansion at =
        TapeObjective.ofArray(
                4,
                x ->
                    x.asMatrix(2, 2)
                        .add(1)
                        .powEntries(2)
                        .mean()
                        .add(x.asMatrix(2, 2).negate().sum()))
            .expandAt(new double[] {1, 3, -1, 5});
    assertEquals((4 + 16 + 0 + 36) / 4.0 - 8, at.value());
    assertArrayEquals(new double[] {0, 1, -1, 2}, at.gradient());
    assertArrayEquals(
        new double[] {0.5, 1, 1.5, -2}, at.hessian().times(new double[] {1, 2, 3, -4}));
  }

  /** Entry by entry, with a shorter array, one number and constants on either side. */
  @Test
  void theLargerAndTheSmallerOfEachTwo() {
    assertSame(
        12,
        x -> {
          VarMatrix a = x.slice(0, 6).asMatrix(2, 3);
          VarMatrix b = x.slice(6, 12).asMatrix(2, 3);
          return weighed(a.maxEntries(b).multiplyEntries(a.minEntries(b.multiply(2))).entries())
              .add(weighed(a.maxEntries(0.2).minEntries(0.7).entries()));
        },
        x ->
            entries((z, i, j) -> larger(z, i, j).multiply(smaller(z, i, j)))
                .evaluate(x)
                .add(entries((z, i, j) -> z[3 * i + j].max(0.2).min(0.7)).evaluate(x)));
    assertSame(
        7,
        x -> {
          VarArray a = x.slice(0, 4);
          VarArray b = x.slice(4, 6).map(Elementary.SIN);
          VarArray c = VarArray.constant(0.3, -0.2, 1, -1);
          return weighed(a.max(b))
              .add(weighed(a.min(b)))
              .add(weighed(c.max(a)))
              .add(weighed(c.min(b)))
              .add(weighed(a.max(x.get(6))))
              .add(weighed(a.min(x.get(6))));
        },
        x -> {
          double[] c = {0.3, -0.2, 1, -1};
          Var sum = Var.constant(0);
          for (int i = 0; i < 4; i++) {
            Var b = x[4 + i % 2].sin();
            Var all = x[i].max(b).sin().add(x[i].min(b).sin());
            all = all.add(x[i].max(c[i]).sin()).add(b.min(c[i]).sin());
            all = all.add(x[i].max(x[6]).sin()).add(x[i].min(x[6]).sin());
            sum = sum.add(all.multiply(1 + 0.37 * i));
          }
          return sum;
        });
    double[] larger = VarArray.constant(1, 5, -0.5).max(2).getReal();
    assertArrayEquals(new double[] {2, 5, 2}, larger);
    double[] smaller = VarArray.constant(1, 5, -0.5, 0).min(VarArray.constant(0, 2)).getReal();
    assertArrayEquals(new double[] {0, 2, -0.5, 0}, smaller);
    assertRefused(() -> VarArray.constant(1, 2, 3).max(VarArray.constant(1, 2)), 3, 2);
  }

  private static Var larger(Var[] x, int i, int j) {
    return x[3 * i + j].max(x[6 + 3 * i + j]);
  }

  private static Var smaller(Var[] x, int i, int j) {
    return x[3 * i + j].min(x[6 + 3 * i + j].multiply(2));
  }

  @Test
  void sumsAndMeansOfAllOfRowsAndOfColumns() {
    assertSame(
        6,
        x -> {
          VarMatrix a = x.map(Elementary.EXP).asMatrix(2, 3);
          return weighed(a.sumOfRows())
              .add(weighed(a.sumOfColumns()))
              .add(weighed(a.meanOfRows()).multiply(2))
              .add(weighed(a.meanOfColumns()).multiply(3))
              .add(a.entries().mean().square());
        },
        x -> {
          Var[] rows = {Var.sum(x[0].exp(), x[1].exp(), x[2].exp()), Var.constant(0)};
          rows[1] = Var.sum(x[3].exp(), x[4].exp(), x[5].exp());
          Var[] columns = new Var[3];
          Var[] means = new Var[3];
          for (int j = 0; j < 3; j++) {
            columns[j] = x[j].exp().add(x[3 + j].exp());
            means[j] = columns[j].divide(2);
          }
          return weighed(rows)
              .add(weighed(columns))
              .add(weighed(rows[0].divide(3), rows[1].divide(3)).multiply(2))
              .add(weighed(means).multiply(3))
              .add(Var.sum(rows).divide(6).square());
        });
  }

  @Test
  void softmaxAndItsLogarithmByRow() {
    assertSame(
        6,
        x ->
            weighed(x.asMatrix(2, 3).softmaxOfRows().entries())
                .add(weighed(x.asMatrix(2, 3).logSoftmaxOfRows().entries()))
                .add(weighed(x.softmax()))
                .add(weighed(x.logSoftmax())),
        x -> {
          ScalarProgram softmaxes =
              entries(
                  (z, i, j) -> {
                    Var total = Var.sum(z[3 * i].exp(), z[3 * i + 1].exp(), z[3 * i + 2].exp());
                    return z[3 * i + j].exp().divide(total);
                  });
          ScalarProgram logs =
              entries(
                  (z, i, j) ->
                      z[3 * i + j].subtract(
                          Var.sum(z[3 * i].exp(), z[3 * i + 1].exp(), z[3 * i + 2].exp()).log()));
          Var total = Var.constant(0);
          for (Var e : x) {
            total = total.add(e.exp());
          }
          Var[] p = new Var[6];
          Var[] l = new Var[6];
          for (int e = 0; e < 6; e++) {
            p[e] = x[e].exp().divide(total);
            l[e] = x[e].subtract(total.log());
          }
          return softmaxes.evaluate(x).add(logs.evaluate(x)).add(weighed(p)).add(weighed(l));
        });
  }

  /** The remainders are those of ln(1 + e⁻⁵⁰) and of entries so large that eˣ overflows. */
  @Test
  void softmaxNeitherOverflowsNorLosesASmallRemainder() {
    double tail = 1.9287498479639178e-22; // e⁻⁵⁰
    VarArray x = VarArray.constant(0, -50);
    assertEquals(tail, x.logSumExp().getReal(), 4e-38);
    assertArrayEquals(new double[] {-tail, -50}, x.logSoftmax().getReal(), 4e-38);
    assertArrayEquals(
        new double[] {0.5, 0.5, 0}, VarArray.constant(800, 800, -800).softmax().getReal());
    double[] masked = {Double.NEGATIVE_INFINITY, 3, 3};
    assertArrayEquals(new double[] {0, 0.5, 0.5}, VarArray.constant(masked).softmax().getReal());
  }

  /** A score of −∞ takes an entry out of the softmax: masks need no large numbers. */
  @Test
  void masksOfMinusInfinityLeaveTheOthersAlone() {
    VarArray mask = VarArray.constant(0, Double.NEGATIVE_INFINITY, 0);
    TapeObjective masked =
        TapeObjective.ofArray(3, x -> x.add(mask).softmax().map(Elementary.SQUARE).sum());
    TapeObjective without =
        TapeObjective.ofArray(3, x -> x.select(0, 2).softmax().map(Elementary.SQUARE).sum());
    double[] w = {0.3, 5, -1.1};
    double[] v = {1, 2, 3};
    TapeExpansion a = masked.expandAt(w);
    TapeExpansion b = without.expandAt(w);
    assertEquals(b.value(), a.value(), 1e-16);
    assertArrayEquals(b.gradient(), a.gradient(), 1e-16);
    assertArrayEquals(b.hessian().times(v), a.hessian().times(v), 1e-15);
  }

  @Test
  void extremesFollowTheFirstOfTheLargest() {
    assertSame(
        6,
        x ->
            weighed(x.asMatrix(2, 3).maxOfRows())
                .add(weighed(x.asMatrix(2, 3).minOfRows()))
                .add(x.max().square())
                .add(x.min().exp()),
        x -> {
          Var[] most = {x[0].max(x[1]).max(x[2]), x[3].max(x[4]).max(x[5])};
          Var[] least = {x[0].min(x[1]).min(x[2]), x[3].min(x[4]).min(x[5])};
          return weighed(most)
              .add(weighed(least))
              .add(most[0].max(most[1]).square())
              .add(least[0].min(least[1]).exp());
        });
    TapeObjective tie = TapeObjective.ofArray(3, x -> x.max());
    assertArrayEquals(new double[] {0, 1, 0}, tie.expandAt(new double[] {-1, 2, 2}).gradient());
    assertEquals(Double.NaN, VarArray.constant(1, Double.NaN, 3).max().getReal());
    assertEquals(Double.NaN, VarArray.constant(1, 2, Double.NaN).min().getReal());
  }

  @Test
  void slicesColumnsAndConcatenations() {
    assertSame(
        6,
        x -> {
          VarMatrix a = x.asMatrix(2, 3);
          VarArray all =
              VarArray.concat(
                  a.column(1),
                  VarArray.constant(2, 0.5),
                  a.slice(0, 2, 1, 3).entries(),
                  a.slice(1, 2, 0, 3).entries());
          return weighed(all.map(Elementary.SQUARE));
        },
        x ->
            weighed(
                x[1].square(),
                x[4].square(),
                Var.constant(4),
                Var.constant(0.25),
                x[1].square(),
                x[2].square(),
                x[4].square(),
                x[5].square(),
                x[3].square(),
                x[4].square(),
                x[5].square()));
    assertTrue(VarArray.concat(VarArray.constant(1), VarArray.constant(2)).isConstant());
  }

  /** ∂(1/x)/∂x at 0 is infinite, but nothing depends on it. */
  @Test
  void infinitePartialsOfUnusedResultsStayOut() {
    TapeObjective f =
        TapeObjective.ofArray(
            4,
            x -> {
              VarArray ratio = x.slice(0, 2).divide(x.slice(2, 4));
              return ratio.get(1).add(x.squaredNorm());
            });
    TapeExpansion at = f.expandAt(new double[] {1, 6, 0, 2});
    // r = x₁/x₃: its gradient (1/2, −6/4), its Hessian −1/4 off the diagonal and 12/8.
    assertArrayEquals(new double[] {2, 12.5, 0, 2.5}, at.gradient());
    assertArrayEquals(new double[] {2, 1.75, 2, 3.25}, at.hessian().times(fill(4)));
  }

  private static double[] fill(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void rejectsShapesThatDoNotFitNamingBoth() {
    VarMatrix a = VarMatrix.constant(new double[][] {{1, 2, 3}, {4, 5, 6}});
    assertRefused(() -> a.add(a.transpose()), "2 × 3", "3 × 2");
    assertRefused(() -> a.subtract(a.transpose()), "2 × 3", "3 × 2");
    assertRefused(() -> a.multiplyEntries(a.transpose()), "2 × 3", "3 × 2");
    assertRefused(() -> a.divideEntries(a.transpose()), "2 × 3", "3 × 2");
    assertRefused(() -> a.multiplyRows(VarArray.constant(1, 2)), "2 entries", "3 columns");
    assertRefused(() -> a.addToRows(VarArray.constant(1, 2)), "2 entries", "3 columns");
    assertRefused(() -> a.addToColumns(VarArray.constant(1, 2, 3)), "3 entries", "2 rows");
    assertRefused(() -> a.divideColumns(VarArray.constant(1)), "1 entries", "2 rows");
    assertRefused(() -> a.slice(0, 3, 0, 1), "rows", "0 to 3", "0 to 2");
    assertRefused(() -> a.column(3), "columns", "3 to 4", "0 to 3");
    assertRefused(() -> a.entries().divide(VarArray.constant(1, 2, 3, 4)), "6 and 4");
    assertRefused(() -> VarArray.concat(), "entries is 0");
  }

  /** A column too many would be the next row's first. */
  @Test
  void rejectsEntriesBesideTheMatrix() {
    VarMatrix a = VarMatrix.constant(new double[][] {{1, 2, 3}, {4, 5, 6}});
    assertEquals(6, a.get(1, 2).getReal());
    for (int[] place : new int[][] {{0, 3}, {0, 5}, {1, -1}, {2, 0}, {-1, 3}}) {
      IndexOutOfBoundsException e =
          assertThrows(IndexOutOfBoundsException.class, () -> a.get(place[0], place[1]));
      assertEquals(
          "There is no entry (" + place[0] + ", " + place[1] + ") in a matrix of 2 × 3.",
          e.getMessage());
    }
    assertRefused(() -> VarMatrix.constant(new double[0][0]), "rows is 0");
  }

  @Test
  void arraysOfTwoRunsDoNotMeet() {
    VarArray[] kept = new VarArray[1];
    TapeObjective.ofArray(
            1,
            x -> {
              kept[0] = x;
              return x.sum();
            })
        .value(new double[] {1});
    TapeObjective first =
        TapeObjective.ofArray(
            1,
            x -> {
              kept[0] = x;
              return x.sum();
            });
    first.expandAt(new double[] {1});
    TapeObjective second =
        TapeObjective.ofArray(1, x -> VarArray.concat(x, kept[0]).divide(kept[0]).sum());
    assertThrows(IllegalStateException.class, () -> second.expandAt(new double[] {1}));
  }
}
