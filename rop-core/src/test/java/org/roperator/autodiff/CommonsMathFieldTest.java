package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.math3.Field;
import org.apache.commons.math3.analysis.interpolation.FieldHermiteInterpolator;
import org.apache.commons.math3.analysis.solvers.AllowedSolution;
import org.apache.commons.math3.analysis.solvers.FieldBracketingNthOrderBrentSolver;
import org.apache.commons.math3.exception.ZeroException;
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

  private static FieldVector3D<Var> constant(double x, double y, double z) {
    return new FieldVector3D<>(Var.constant(x), Var.constant(y), Var.constant(z));
  }

  /** Between (x, y, 0) and e₁ the angle is θ = atan2(y, x). */
  @Test
  void anglesBetweenVectorsKeepTheirDerivatives() {
    ScalarProgram angle =
        x ->
            FieldVector3D.angle(
                new FieldVector3D<>(x[0], x[1], Var.constant(0)), constant(1, 0, 0));
    // ∇θ = (−y, x)/r², θ_xx = −θ_yy = 2xy/r⁴, θ_xy = (y² − x²)/r⁴
    assertDerivatives(
        angle, new double[] {1, 1}, new double[] {-0.5, 0.5}, new double[][] {{0.5, 0}, {0, -0.5}});
    assertDerivatives(
        angle, new double[] {0, 1}, new double[] {-1, 0}, new double[][] {{0, 1}, {1, 0}});
    // Nearly parallel, either way: θ = 1e-9 and π − 1e-9.
    for (double x : new double[] {1, -1}) {
      TapeExpansion near = TapeObjective.of(2, angle).expandAt(new double[] {x, 1e-9});
      assertEquals(x > 0 ? 1e-9 : Math.PI - 1e-9, near.value(), x > 0 ? 1e-24 : 1e-15);
      assertArrayEquals(new double[] {-1e-9, x}, near.gradient(), 1e-15);
      double[] column = near.hessian().times(new double[] {0, 1});
      assertEquals(-1, column[0], 1e-14);
      // −2e-9x, of terms of size 1/θ that cancel: within some roundings of those.
      assertEquals(0, column[1], 1e-6);
    }
    TapeExpansion parallel = TapeObjective.of(2, angle).expandAt(new double[] {1, 0});
    assertEquals(0, parallel.value());
    assertTrue(Double.isNaN(parallel.gradient()[1]));
  }

  /**
   * Of (0, 3, 4) it is (0, z, −y)/√(y² + z²); of (4, 3, 0), with a small z, (−z, 0, x)/√(x² + z²).
   */
  @Test
  void orthogonalVectorsAreSafe() {
    // f = z/r: f_y = −yz/r³, f_z = y²/r³, f_yy = z(2y² − z²)/r⁵, f_yz = y(2z² − y²)/r⁵,
    // f_zz = −3y²z/r⁵
    assertDerivatives(
        x -> new FieldVector3D<>(x[0], x[1], x[2]).orthogonal().getY(),
        new double[] {0, 3, 4},
        new double[] {0, -12 / 125.0, 9 / 125.0},
        new double[][] {
          new double[3], {0, 8 / 3125.0, 69 / 3125.0}, {0, 69 / 3125.0, -108 / 3125.0}
        });
    // −z/r at z = 0: −1/x in z, 1/x² in x and z
    assertDerivatives(
        x -> new FieldVector3D<>(x[0], x[1], x[2]).orthogonal().getX(),
        new double[] {4, 3, 0},
        new double[] {0, 0, -0.25},
        new double[][] {{0, 0, 1 / 16.0}, new double[3], {1 / 16.0, 0, 0}});
  }

  private static FieldRotation<Var> aboutTheThirdAxis(Var angle) {
    return new FieldRotation<>(constant(0, 0, 1), angle, RotationConvention.VECTOR_OPERATOR);
  }

  @Test
  void theIdentityHasAnAngleWithoutDerivativeAndAConstantAxis() {
    ScalarProgram angle = x -> aboutTheThirdAxis(x[0]).getAngle();
    for (double away : new double[] {0.5, 3}) {
      assertDerivatives(angle, new double[] {away}, new double[] {1}, new double[1][1]);
    }
    TapeExpansion identity = TapeObjective.of(1, angle).expandAt(new double[1]);
    assertEquals(0, identity.value());
    assertTrue(Double.isNaN(identity.gradient()[0]));
    // The axis is e₃ for every small angle, but e₁ at none; nothing says that this is a choice.
    TapeExpansion axis =
        TapeObjective.of(
                1, x -> aboutTheThirdAxis(x[0]).getAxis(RotationConvention.VECTOR_OPERATOR).getX())
            .expandAt(new double[1]);
    assertEquals(1, axis.value());
    assertEquals(0, axis.gradient()[0]);
  }

  @Test
  void interpolatorsDivideByTheDifferenceOfEqualPoints() {
    ScalarProgram equalValues = x -> throughOneAndTwo(x[0], x[1]);
    double[] ones = {1, 1};
    TapeObjective active = TapeObjective.of(2, equalValues);
    assertTrue(Double.isInfinite(active.expandAt(ones).value()));
    // Where the value alone is asked for, all numbers are constants.
    assertThrows(ZeroException.class, () -> active.value(ones));
    ScalarProgram oneNumber = x -> throughOneAndTwo(x[0], x[0]);
    assertThrows(ZeroException.class, () -> TapeObjective.of(2, oneNumber).expandAt(ones));
  }

  private static Var throughOneAndTwo(Var first, Var second) {
    FieldHermiteInterpolator<Var> p = new FieldHermiteInterpolator<>();
    p.addSamplePoint(first, new Var[] {Var.constant(1)});
    p.addSamplePoint(second, new Var[] {Var.constant(2)});
    return p.value(Var.constant(0.5))[0];
  }

  /** Each line of docs/commons-math-field.md names tests that exist, and each test here a line. */
  @Test
  void everyLineOfThePageIsHeldByTests() throws IOException {
    Set<String> here = testsOf(CommonsMathFieldTest.class);
    here.remove("everyLineOfThePageIsHeldByTests");
    Set<String> all = new TreeSet<>(here);
    all.addAll(testsOf(CommonsMathAlgorithmsTest.class));
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/commons-math-field.md"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no folder above has docs");
    }
    Set<String> named = new TreeSet<>();
    int lines = 0;
    for (String line : Files.readAllLines(folder.resolve("docs/commons-math-field.md"))) {
      if (!line.startsWith("| ") || line.startsWith("| class")) {
        continue;
      }
      lines++;
      String[] cells = line.split("\\|", -1);
      assertEquals(6, cells.length, line); // four of them, and what is before and behind
      List<String> tests = List.of(cells[4].strip().replace("`", "").split(", ", -1));
      assertTrue(all.containsAll(tests), () -> tests + " of " + cells[1] + " are not all tests");
      named.addAll(tests);
    }
    assertEquals(12, lines);
    assertEquals(all, named);
  }

  private static Set<String> testsOf(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
