package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.commons.math3.Field;
import org.apache.commons.math3.analysis.interpolation.FieldHermiteInterpolator;
import org.apache.commons.math3.analysis.solvers.AllowedSolution;
import org.apache.commons.math3.analysis.solvers.FieldBracketingNthOrderBrentSolver;
import org.apache.commons.math3.geometry.euclidean.threed.FieldRotation;
import org.apache.commons.math3.geometry.euclidean.threed.FieldVector3D;
import org.apache.commons.math3.geometry.euclidean.threed.RotationConvention;
import org.apache.commons.math3.linear.Array2DRowFieldMatrix;
import org.apache.commons.math3.linear.ArrayFieldVector;
import org.apache.commons.math3.linear.BlockFieldMatrix;
import org.apache.commons.math3.linear.FieldLUDecomposition;
import org.apache.commons.math3.linear.FieldMatrix;
import org.apache.commons.math3.linear.FieldVector;
import org.apache.commons.math3.linear.SparseFieldMatrix;
import org.apache.commons.math3.linear.SparseFieldVector;
import org.apache.commons.math3.util.MathArrays;
import org.junit.jupiter.api.Test;

/**
 * What the field algorithms of commons-math3 make of active zeros and of equal values: the table of
 * docs/commons-math-field.md. Derivatives are typed out.
 */
class CommonsMathFieldTest {

  private static final double ROUNDING = 1e-14;

  private static void assertDerivatives(
      ScalarProgram program, double[] at, double[] gradient, double[][] hessian) {
    TapeExpansion expansion = TapeObjective.of(at.length, program).expandAt(at);
    assertArrayEquals(gradient, expansion.gradient(), ROUNDING);
    for (int i = 0; i < at.length; i++) {
      double[] e = new double[at.length];
      e[i] = 1;
      assertArrayEquals(hessian[i], expansion.hessian().times(e), ROUNDING, "column " + i);
    }
  }

  private static Var[][] square(Var[] x) {
    return new Var[][] {{x[0], x[1]}, {x[2], x[3]}};
  }

  /** det = ad − bc. */
  private static final double[][] OF_DETERMINANT = {
    {0, 0, 0, 1}, {0, 0, -1, 0}, {0, -1, 0, 0}, {1, 0, 0, 0}
  };

  @Test
  void determinantsOfSingularMatricesKeepTheirDerivatives() {
    assertDerivatives(
        x ->
            new FieldLUDecomposition<>(new Array2DRowFieldMatrix<>(x[0].getField(), square(x)))
                .getDeterminant(),
        new double[] {1, 2, 2, 4},
        new double[] {4, -2, -2, 1},
        OF_DETERMINANT);
  }

  /** Pivots are the first that do not equal the constant zero, whatever their size. */
  @Test
  void decompositionsDividesByAnActiveZero() {
    TapeExpansion at =
        TapeObjective.of(
                4,
                x ->
                    new FieldLUDecomposition<>(
                            new Array2DRowFieldMatrix<>(x[0].getField(), square(x)))
                        .getSolver()
                        .getInverse()
                        .getEntry(0, 0))
            .expandAt(new double[] {0, 1, 1, 3});
    // The inverse has −3 there.
    assertTrue(Double.isNaN(at.value()));
  }

  private interface Matrices {
    FieldMatrix<Var> of(Field<Var> field, Var[][] entries);
  }

  private static FieldMatrix<Var> sparse(Field<Var> field, Var[][] entries) {
    FieldMatrix<Var> a = new SparseFieldMatrix<>(field, 2, 2);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        a.setEntry(i, j, entries[i][j]);
      }
    }
    return a;
  }

  @Test
  void matricesKeepActiveZeros() {
    List<Matrices> kinds =
        List.of(
            (field, a) -> new Array2DRowFieldMatrix<>(field, a),
            (field, a) -> new BlockFieldMatrix<>(a),
            CommonsMathFieldTest::sparse);
    for (Matrices kind : kinds) {
      // (A²)₀₀ = a² + bc, of A + A − A and its transpose's transpose
      ScalarProgram program =
          x -> {
            FieldMatrix<Var> a = kind.of(x[0].getField(), square(x));
            return a.add(a).subtract(a).transpose().transpose().multiply(a).getEntry(0, 0);
          };
      double[] at = {0, 0, 0, 5};
      double[][] hessian = {{2, 0, 0, 0}, {0, 0, 1, 0}, {0, 1, 0, 0}, new double[4]};
      assertDerivatives(program, at, new double[4], hessian);
      ScalarProgram power = x -> kind.of(x[0].getField(), square(x)).power(2).getEntry(0, 0);
      assertDerivatives(power, at, new double[4], hessian);
      ScalarProgram trace = x -> kind.of(x[0].getField(), square(x)).getTrace();
      assertDerivatives(trace, at, new double[] {1, 0, 0, 1}, new double[4][4]);
    }
  }

  @Test
  void vectorsKeepActiveZeros() {
    for (boolean sparse : new boolean[] {false, true}) {
      ScalarProgram program =
          x -> {
            Field<Var> field = x[0].getField();
            FieldVector<Var> u = new ArrayFieldVector<>(field, new Var[] {x[0], x[1]});
            FieldVector<Var> v = new ArrayFieldVector<>(field, new Var[] {x[2], x[3]});
            if (sparse) {
              u = new SparseFieldVector<>(field, u.toArray());
              v = new SparseFieldVector<>(field, v.toArray());
            }
            // Σ uᵢ vᵢ + u₀ v₁ + u₁, at zeros
            return u.dotProduct(v)
                .add(u.outerProduct(v).getEntry(0, 1))
                .add(u.subtract(v).add(v).getEntry(1))
                .add(u.ebeMultiply(v).getEntry(0).multiply(0.5));
          };
      double[][] hessian = {{0, 0, 1.5, 1}, {0, 0, 0, 1}, {1.5, 0, 0, 0}, {1, 1, 0, 0}};
      assertDerivatives(program, new double[4], new double[] {0, 1, 0, 0}, hessian);
    }
  }

  @Test
  void interpolatorsAreSafe() {
    // Through (0, a), (1, b) with a² and b: the line a²(1 − t) + b t at t = ½, at a = b = 0.
    ScalarProgram program =
        x -> {
          FieldHermiteInterpolator<Var> p = new FieldHermiteInterpolator<>();
          p.addSamplePoint(Var.constant(0), new Var[] {x[0].square()});
          p.addSamplePoint(Var.constant(1), new Var[] {x[1]});
          return p.value(Var.constant(0.5))[0];
        };
    assertDerivatives(
        program, new double[2], new double[] {0, 0.5}, new double[][] {{1, 0}, {0, 0}});
  }

  /** A bracketing solver stops where the value is right: then it returns a constant. */
  @Test
  void rootsFoundByBracketingLoseTheirDerivatives() {
    ScalarProgram root =
        x ->
            new FieldBracketingNthOrderBrentSolver<>(
                    Var.constant(1e-14), Var.constant(1e-12), Var.constant(1e-14), 5)
                .solve(
                    100,
                    t -> t.multiply(t).subtract(x[0]),
                    Var.constant(1),
                    Var.constant(3),
                    Var.constant(2),
                    AllowedSolution.ANY_SIDE);
    TapeExpansion at = TapeObjective.of(1, root).expandAt(new double[] {4});
    assertEquals(2, at.value());
    assertEquals(0, at.gradient()[0]); // d√a/da = ¼
  }

  @Test
  void rotationsAreSafeAwayFromTheIdentityAndTheirAxis() {
    // Rotating e₁ about e₃ by φ: (cos φ, sin φ, 0), at φ = 0.
    ScalarProgram program =
        x -> {
          FieldVector3D<Var> axis =
              new FieldVector3D<>(Var.constant(0), Var.constant(0), Var.constant(1));
          FieldVector3D<Var> e1 =
              new FieldVector3D<>(Var.constant(1), Var.constant(0), Var.constant(0));
          FieldVector3D<Var> image =
              new FieldRotation<>(axis, x[0], RotationConvention.VECTOR_OPERATOR).applyTo(e1);
          return image.getX().add(image.getY());
        };
    assertDerivatives(program, new double[1], new double[] {1}, new double[][] {{-1}});
  }

  @Test
  void vectorsInSpaceKnowTheSquareOfADistanceZero() {
    ScalarProgram program =
        x -> {
          FieldVector3D<Var> p = new FieldVector3D<>(x[0], x[1], Var.constant(0));
          return p.getNorm().square().add(p.getNormSq()).add(p.getNorm1());
        };
    // ‖p‖² twice, and |x| + |y| on the piece x + y.
    assertDerivatives(program, new double[2], new double[] {1, 1}, new double[][] {{4, 0}, {0, 4}});
  }

  @Test
  void sumsOfProductsAreSafe() {
    ScalarProgram program =
        x -> {
          Var[] zeros = {x[0], x[1]};
          return x[0].linearCombination(zeros, zeros);
        };
    assertDerivatives(program, new double[2], new double[2], new double[][] {{2, 0}, {0, 2}});
    assertEquals(5, MathArrays.linearCombination(1, 1, 2, 2));
  }
}
