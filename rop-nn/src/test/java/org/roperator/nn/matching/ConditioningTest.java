package org.roperator.nn.matching;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;
import org.roperator.spectrum.DenseSpectrum;

/**
 * What is true of chains of local Hessians and of skips, and counterexamples to what is printed.
 */
class ConditioningTest {

  private static double condition(RealMatrix a) {
    return new SingularValueDecomposition(a).getConditionNumber();
  }

  private static double[] eigenvalues(RealMatrix a) {
    double[] values = new EigenDecomposition(a).getRealEigenvalues();
    Arrays.sort(values);
    return values;
  }

  private static RealMatrix matrix(double[][] rows) {
    return new Array2DRowRealMatrix(rows);
  }

  private static RealMatrix random(RandomGenerator random, int n) {
    double[][] rows = new double[n][];
    Arrays.setAll(rows, i -> Samples.gaussian(random, n));
    return matrix(rows);
  }

  /** In 10,000 draws of J, σ_max(J) below s in all of them, from 2 × 2 to 5 × 5. */
  @Test
  void correctedSkipBoundHoldsInTenThousandDraws() {
    RandomGenerator random = Samples.random(15);
    double closest = 0;
    for (int draw = 0; draw < 10_000; draw++) {
      int n = 2 + draw % 4;
      RealMatrix j = random(random, n);
      double s = random.nextDouble(0.01, 0.99);
      double largest = new SingularValueDecomposition(j).getNorm();
      // Up to the bound in one draw of two: s · (1 − 1e-9).
      double scale = draw % 2 == 0 ? 1 - 1e-9 : random.nextDouble();
      RealMatrix scaled = j.scalarMultiply(s * scale / largest);
      double condition = condition(scaled.add(MatrixUtils.createRealIdentityMatrix(n)));
      double bound = SkipConnection.conditionBound(s);
      // Rounding of singular values: a few ε of the largest, over the smallest.
      assertTrue(condition <= bound * (1 + 1e-12 * bound), condition + " > " + bound);
      closest = Math.max(closest, condition / bound);
      double onH =
          DenseCondition.of(SkipConnection.byInputs(LinearOperator.dense(scaled.getData())));
      assertEquals(condition * condition, onH, 1e-6 * condition * condition);
    }
    assertTrue(closest > 0.9, "the bound is not tight enough to be tested: " + closest);
  }

  /** Largest over smallest eigenvalue. */
  private static final class DenseCondition {
    static double of(SymmetricOperator a) {
      double[] values = DenseSpectrum.of(a).values();
      return values[values.length - 1] / values[0];
    }
  }

  @Test
  void boundIsReached() {
    RealMatrix j = matrix(new double[][] {{0.3, 0}, {0, -0.3}});
    assertEquals(
        SkipConnection.conditionBound(0.3),
        condition(j.add(MatrixUtils.createRealIdentityMatrix(2))),
        1e-12);
  }

  /** In print: σ_max(J) &lt; 1 − s and κ(J) &gt; (1 + s)/(1 − s) give κ(I + J) &lt; κ(J). */
  @Test
  void printedSkipRemarkIsViolated() {
    double s = 0.2;
    RealMatrix j = matrix(new double[][] {{-0.79, 0}, {0, 0.4}});
    RealMatrix skip = j.add(MatrixUtils.createRealIdentityMatrix(2));
    assertTrue(new SingularValueDecomposition(j).getNorm() < 1 - s);
    assertEquals(1.975, condition(j), 1e-12);
    assertTrue(condition(j) > (1 + s) / (1 - s));
    assertEquals(1.4 / 0.21, condition(skip), 1e-12);
    int met = 0;
    int violated = 0;
    RandomGenerator random = Samples.random(15);
    for (int draw = 0; draw < 10_000; draw++) {
      RealMatrix drawn = random(random, 2);
      double t = random.nextDouble(0.01, 0.5);
      RealMatrix scaled =
          drawn.scalarMultiply(
              (1 - t) * random.nextDouble() / new SingularValueDecomposition(drawn).getNorm());
      if (condition(scaled) > (1 + t) / (1 - t)) {
        met++;
        violated +=
            condition(scaled.add(MatrixUtils.createRealIdentityMatrix(2))) >= condition(scaled)
                ? 1
                : 0;
      }
    }
    assertTrue(met > 1000 && violated > 10, violated + " of " + met);
  }

  /** A network of linear layers with given square Jacobians and a squared error. */
  private static BackMatching chain(RealMatrix... jacobians) {
    int n = jacobians[0].getRowDimension();
    Network network = Network.inputs(n);
    double[] w = new double[jacobians.length * n * (n + 1)];
    for (int b = 0; b < jacobians.length; b++) {
      network = network.affine(n);
      for (int i = 0; i < n; i++) {
        System.arraycopy(jacobians[b].getRow(i), 0, w, b * n * (n + 1) + i * n, n);
      }
    }
    double[] one = new double[n];
    Arrays.fill(one, 1);
    return BackMatching.of(
        network, Loss.squaredError(), Dataset.regression(one, n, new double[n], n), w);
  }

  private static RealMatrix dense(SymmetricOperator a) {
    double[][] columns = new double[a.dimension()][];
    for (int i = 0; i < columns.length; i++) {
      double[] unit = new double[columns.length];
      unit[i] = 1;
      columns[i] = a.times(unit);
    }
    return matrix(columns).transpose();
  }

  /** In print: the chain has the eigenvalues of the product of the local Hessians. */
  @Test
  void chainHasOtherEigenvaluesThanTheProductOfLocalHessians() {
    RealMatrix shear = matrix(new double[][] {{1, 1}, {0, 1}});
    BackMatching matching = chain(shear, shear);
    RealMatrix product =
        dense(matching.block(1).inputHessian()).multiply(dense(matching.block(2).inputHessian()));
    RealMatrix chain =
        dense(matching.block(2).inputHessian().congruence(matching.block(1).jacobianByInputs()));
    // (J₂J₁)ᵀJ₂J₁ = [[1, 2], [2, 5]]: 3 ± √8; the product [[2, 3], [3, 5]]: (7 ± √45)/2.
    assertArrayEquals(new double[] {3 - Math.sqrt(8), 3 + Math.sqrt(8)}, eigenvalues(chain), 1e-12);
    assertArrayEquals(
        new double[] {(7 - Math.sqrt(45)) / 2, (7 + Math.sqrt(45)) / 2},
        eigenvalues(product),
        1e-12);
  }

  @Test
  void determinantsMultiplyAndConditionsBound() {
    RandomGenerator random = Samples.random(16);
    for (int draw = 0; draw < 200; draw++) {
      int n = 2 + draw % 3;
      RealMatrix[] jacobians = {random(random, n), random(random, n), random(random, n)};
      BackMatching matching = chain(jacobians);
      RealMatrix whole = MatrixUtils.createRealIdentityMatrix(n);
      double determinant = 1;
      double condition = 1;
      for (LocalBlock block : matching.blocks()) {
        RealMatrix h = dense(block.inputHessian());
        determinant *= new LUDecomposition(h).getDeterminant();
        condition *= condition(h);
        whole = jacobians[block.number() - 1].multiply(whole);
      }
      RealMatrix chain = whole.transpose().multiply(whole);
      // Rounding grows with the condition of the factors.
      double rounding = 1e-13 * condition;
      assertEquals(
          determinant, new LUDecomposition(chain).getDeterminant(), rounding * determinant);
      assertTrue(condition(chain) <= condition * (1 + rounding));
    }
  }

  /** G_b = J_WᵀMJ_W has, besides zeros, the spectrum of (J_WJ_Wᵀ)M. */
  @Test
  void chainHasTheSpectrumOfTheProductOfItsTwoSides() {
    RandomGenerator random = Samples.random(17);
    BackMatching matching = chain(random(random, 3), random(random, 3));
    LocalBlock first = matching.block(1);
    LinearOperator jw = first.jacobianByParameters();
    RealMatrix side =
        dense(SymmetricOperator.identity(first.parameters()).congruence(jw.adjoint()));
    RealMatrix middle = dense(matching.block(2).inputHessian());
    double[] expected = eigenvalues(side.multiply(middle));
    double[] chain = DenseSpectrum.of(matching.gaussNewton(1)).values();
    assertEquals(12, chain.length);
    double largest = chain[11];
    assertArrayEquals(expected, Arrays.copyOfRange(chain, 9, 12), 1e-12 * largest);
    assertArrayEquals(new double[9], Arrays.copyOf(chain, 9), 1e-12 * largest);
  }
}
