package org.roperator.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.contract.SymmetricOperatorContract;
import org.roperator.internal.Vectors;

/** Every way to compose an operator keeps the laws, and gives the matrix the formula says. */
class OperatorAlgebraLaws implements SymmetricOperatorContract<SymmetricOperator> {

  private static final double[][] A = {{2, -1, 0.5}, {-1, 3, 0.25}, {0.5, 0.25, -4}};
  private static final double[][] B = {{1, 0.5, 0}, {0.5, -2, 7}, {0, 7, 0.125}};
  private static final double[][] J = {{1, 2}, {-3, 0.5}, {0.25, -1}};

  @Override
  @Provide
  public Arbitrary<SymmetricOperator> operators() {
    SymmetricOperator a = SymmetricOperator.symmetric(A);
    SymmetricOperator b = SymmetricOperator.symmetric(B);
    return Arbitraries.of(
        a,
        SymmetricOperator.identity(4),
        SymmetricOperator.zero(2),
        SymmetricOperator.diagonal(new double[] {1, -2, 0, 1e3}),
        SymmetricOperator.of(3, a::apply),
        a.plus(b),
        a.minus(b),
        a.scaledBy(-2.5),
        a.damped(0.75),
        a.congruence(LinearOperator.dense(J)),
        a.block(1, 3),
        a.plus(b).damped(1).scaledBy(3).block(0, 2));
  }

  @Test
  void composedOperatorsAreTheMatricesOfTheirFormulas() {
    SymmetricOperator a = SymmetricOperator.symmetric(A);
    SymmetricOperator b = SymmetricOperator.symmetric(B);
    double[] v = {1, -2, 4};
    // Worked by hand: Av = (6, −6, −16), Bv = (0, 32.5, −13.5).
    assertArrayEquals(new double[] {6, -6, -16}, a.times(v));
    assertArrayEquals(new double[] {0, 32.5, -13.5}, b.times(v));
    assertArrayEquals(new double[] {6, 26.5, -29.5}, a.plus(b).times(v));
    assertArrayEquals(new double[] {6, -38.5, -2.5}, a.minus(b).times(v));
    assertArrayEquals(new double[] {-3, 3, 8}, a.scaledBy(-0.5).times(v));
    assertArrayEquals(new double[] {16, -26, 24}, a.damped(10).times(v));
    // rows and columns 1, 2 of A on (−2, 4): (−6 + 1, −0.5 − 16).
    assertArrayEquals(new double[] {-5, -16.5}, a.block(1, 3).times(new double[] {-2, 4}));
    assertEquals(6 + 12 - 64, a.quadraticForm(v));
    assertArrayEquals(v, SymmetricOperator.identity(3).times(v));
    assertArrayEquals(new double[3], SymmetricOperator.zero(3).times(v), 0.0);
  }

  @Test
  void congruenceIsJTransposedAJ() {
    SymmetricOperator c = SymmetricOperator.symmetric(A).congruence(LinearOperator.dense(J));
    for (int i = 0; i < 2; i++) {
      double[] unit = new double[2];
      unit[i] = 1;
      double[] column = c.times(unit);
      for (int k = 0; k < 2; k++) {
        double expected = 0;
        for (int p = 0; p < 3; p++) {
          for (int q = 0; q < 3; q++) {
            expected += J[p][k] * A[p][q] * J[q][i];
          }
        }
        assertEquals(expected, column[k], 1e-14 * 50); // nine terms of size up to 50
      }
    }
  }

  @Test
  void compositionAppliesTheInnerMapFirstAndItsAdjointLast() {
    LinearOperator j = LinearOperator.dense(J);
    LinearOperator aj = LinearOperator.dense(A).after(j);
    RandomGenerator random = Samples.random(5);
    double[] v = Samples.gaussian(random, 2);
    double[] u = Samples.gaussian(random, 3);
    assertArrayEquals(SymmetricOperator.symmetric(A).times(j.times(v)), aj.times(v), 1e-14);
    assertEquals(Vectors.dot(u, aj.times(v)), Vectors.dot(aj.adjoint().times(u), v), 1e-13);
  }

  @Test
  void rejectsShapesThatDoNotFitNamingBoth() {
    SymmetricOperator three = SymmetricOperator.symmetric(A);
    SymmetricOperator two = SymmetricOperator.identity(2);
    assertRefused(() -> three.plus(two), "dimensions 3 and 2");
    assertRefused(
        () -> two.congruence(LinearOperator.dense(J)),
        "dimension 3, but the operator in the middle acts on dimension 2");
    assertRefused(() -> three.block(1, 4), "from 1 to 4 does not lie within 0 to 3");
    assertRefused(() -> three.block(2, 2), "from 2 to 2");
    assertRefused(
        () -> LinearOperator.dense(J).after(LinearOperator.dense(J)),
        "takes vectors of dimension 2, but the inner one gives dimension 3");
    assertRefused(
        () -> SymmetricOperator.symmetric(new double[][] {{0, 1}, {2, 0}}),
        "Entry (1, 0) is 2.0, but entry (0, 1) is 1.0");
    assertRefused(
        () -> LinearOperator.dense(new double[][] {{0, 1}, {2}}),
        "Row 1 has length 1, but row 0 has length 2");
    assertRefused(() -> LinearOperator.dense(new double[][] {{Double.NaN}}), "NaN");
    assertRefused(
        () -> {
          double[] v = new double[3];
          three.apply(v, v);
        },
        "one array");
    assertRefused(
        () -> {
          double[] v = new double[3];
          three.applyAll(new double[][] {v, new double[3]}, new double[][] {new double[3], v});
        },
        "one array");
    assertRefused(
        () -> {
          double[] out = new double[3];
          three.applyAll(new double[2][3], new double[][] {out, out});
        },
        "share one array");
    assertRefused(() -> three.damped(Double.NaN), "NaN");
    assertRefused(() -> SymmetricOperator.of(0, (v, out) -> {}), "is 0, but must be at least 1");
  }
}
