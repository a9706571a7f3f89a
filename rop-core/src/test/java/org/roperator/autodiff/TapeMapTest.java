package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.roperator.contract.LinearOperatorContract;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/** Jacobians of programs with several results keep the laws of operators. */
class TapeMapTest implements LinearOperatorContract<LinearOperator> {

  private static final TapeMap ROSENBROCK =
      TapeMap.of(
          2, x -> new Var[] {x[1].subtract(x[0].square()).multiply(10), x[0].subtractFrom(1)});

  private static final TapeMap MIXED =
      TapeMap.of(
          4,
          x -> {
            VarArray y = VarArray.of(x).asMatrix(2, 2).times(VarArray.of(x[0].sin(), x[1]));
            Var shared = y.get(0).exp();
            return new Var[] {
              shared, x[2], x[2], Var.constant(5), shared.multiply(y.get(1)), y.get(1).add(1)
            };
          });

  @Override
  @Provide
  public Arbitrary<LinearOperator> operators() {
    return Arbitraries.of(
        ROSENBROCK.expandAt(new double[] {2.5, .8}).jacobian(),
        MIXED.expandAt(new double[] {.3, -.7, 1.1, .4}).jacobian());
  }

  @Test
  void jacobianIsThatWorkedByHand() {
    MapExpansion at = ROSENBROCK.expandAt(new double[] {2.5, .8});
    assertArrayEquals(new double[] {10 * (.8 - 6.25), -1.5}, at.values(), 1e-13);
    assertArrayEquals(at.values(), ROSENBROCK.values(new double[] {2.5, .8}), 0.0);
    assertArrayEquals(
        new double[] {-50 * 3 + 10 * 7, -3}, at.jacobian().times(new double[] {3, 7}));
    assertArrayEquals(
        new double[] {-50 * 2 - 5, 20}, at.jacobian().adjoint().times(new double[] {2, 5}));
  }

  /** For the residuals (√α (x₁ − x₀²), 1 − x₀): 2 JᵀJ = 2 [[1 + 4αx₀², −2αx₀], [·, α]], α = 100. */
  @Test
  void gaussNewtonOfRosenbrockIsThatWorkedByHand() {
    SymmetricOperator g =
        ROSENBROCK
            .expandAt(new double[] {2.5, .8})
            .gaussNewton(SymmetricOperator.identity(2).scaledBy(2));
    assertArrayEquals(
        new double[] {2 * (1 + 400 * 6.25), -1000}, g.times(new double[] {1, 0}), 1e-9);
    assertArrayEquals(new double[] {-1000, 200}, g.times(new double[] {0, 1}), 1e-10);
  }

  @Test
  void leastSquaresHasItsOwnExactHessian() {
    TapeExpansion at = ROSENBROCK.leastSquares().expandAt(new double[] {1, 1});
    assertEquals(0, at.value());
    // Half of the classical function: (802, −400)/2.
    assertArrayEquals(new double[] {401, -200}, at.hessian().times(new double[] {1, 0}), 1e-12);
  }

  @Test
  void gaussNewtonIsTheHessianWhereResidualsAreLinear() {
    TapeMap linear =
        TapeMap.of(
            3,
            x ->
                new Var[] {
                  x[0].add(x[1].multiply(2)).subtract(3), x[2].subtract(x[0]), x[1].negate()
                });
    double[] w = {.4, -2, 7};
    SymmetricOperator g = linear.expandAt(w).gaussNewton();
    SymmetricOperator h = linear.leastSquares().expandAt(w).hessian();
    double[] v = Samples.gaussian(Samples.random(1), 3);
    assertTrue(Samples.relativeDistance(h.times(v), g.times(v)) < 1e-14);
  }

  /** For u = (3, 5): Σ uᵢ∇²rᵢ = 3 · [[−20, 0], [0, 0]]. */
  @Test
  void curvatureOfRosenbrockIsThatWorkedByHand() {
    SymmetricOperator c =
        ROSENBROCK.expandAt(new double[] {2.5, .8}).curvature(new double[] {3, 5});
    assertArrayEquals(new double[] {-60 * 7, 0}, c.times(new double[] {7, 2}), 1e-12);
  }

  /** What JᵀJ lacks of the Hessian of ½‖r‖², and how Jᵀu changes along a direction. */
  @Test
  void curvatureCompletesGaussNewtonAndIsTheChangeOfTheAdjoint() {
    double[] w = {.3, -.7, 1.1, .4};
    MapExpansion at = MIXED.expandAt(w);
    double[] v = Samples.gaussian(Samples.random(2), 4);
    double[] whole = MIXED.leastSquares().expandAt(w).hessian().times(v);
    double[] sum = at.gaussNewton().plus(at.curvature(at.values())).times(v);
    assertTrue(Samples.relativeDistance(whole, sum) < 1e-13);
    double[] u = Samples.gaussian(Samples.random(3), 6);
    double h = 1e-5;
    double[] right = new double[4];
    double[] left = new double[4];
    Vectors.sum(w, h, v, right);
    Vectors.sum(w, -h, v, left);
    double[] change = new double[4];
    Vectors.sum(
        MIXED.expandAt(right).jacobian().adjoint().times(u),
        -1,
        MIXED.expandAt(left).jacobian().adjoint().times(u),
        change);
    Vectors.scale(1 / (2 * h), change);
    // Central differences: h² and rounding over h.
    assertTrue(Samples.relativeDistance(change, at.curvature(u).times(v)) < 1e-8);
    w[0] = Double.NaN;
    assertTrue(Samples.relativeDistance(change, at.curvature(u).times(v)) < 1e-8);
    assertRefused(() -> at.curvature(new double[5]), 5, 6);
    assertRefused(() -> at.curvature(new double[] {0, 0, 0, 0, 0, Double.NaN}), "NaN");
  }

  /** √w₀ has no derivative at 0 and does not count. */
  @Test
  void resultsOfWeightZeroDoNotCount() {
    TapeMap root = TapeMap.of(1, x -> new Var[] {x[0].sqrt(), x[0].square()});
    SymmetricOperator c = root.expandAt(new double[] {0}).curvature(new double[] {0, 4});
    assertArrayEquals(new double[] {8}, c.times(new double[] {1}));
  }

  @Test
  void rejectsBadPointsAndProgramsWithoutResults() {
    assertRefused(() -> ROSENBROCK.expandAt(new double[3]), 3, 2);
    assertRefused(() -> ROSENBROCK.values(new double[] {1, Double.NaN}), "NaN");
    assertRefused(() -> TapeMap.of(1, x -> new Var[0]).expandAt(new double[1]), "results is 0");
    assertRefused(() -> TapeMap.of(0, x -> x), "is 0");
    assertEquals(2, ROSENBROCK.dimension());
  }
}
