package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;
import static org.roperator.contract.Refusals.assertThrowsNaming;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;

/**
 * Runs, their tapes and their ends: what is used again, what is refused, how large a tape may be.
 */
class TapeLifeTest {

  @Test
  void usingAVarAfterItsRunHasEndedIsAnError() {
    List<Var> leaked = new ArrayList<>();
    TapeObjective f =
        TapeObjective.of(
            2,
            x -> {
              leaked.add(x[0].multiply(x[1]));
              return leaked.get(leaked.size() - 1).sin();
            });
    f.expandAt(new double[] {1, 2});
    Var old = leaked.get(0);
    for (Runnable use :
        List.<Runnable>of(
            old::exp,
            () -> old.add(old).exp(),
            () -> old.multiply(3).exp(),
            () -> old.subtract(old),
            () -> old.multiply(old),
            () -> old.divide(old),
            () -> VarArray.of(old, old))) {
      assertThrowsNaming(IllegalStateException.class, use, "has ended", "getReal");
    }
    TapeObjective g = TapeObjective.of(1, x -> x[0].add(old));
    double[] w = {1};
    assertThrowsNaming(IllegalStateException.class, () -> g.expandAt(w), "has ended");
    TapeObjective h = TapeObjective.of(1, x -> old.add(1));
    assertThrowsNaming(IllegalStateException.class, () -> h.expandAt(w), "has ended");
    assertThrowsNaming(IllegalStateException.class, () -> h.value(w), "has ended");
    assertThrowsNaming(
        IllegalStateException.class, () -> h.gradient(w, new double[1]), "has ended");
    assertEquals(2, old.getReal());
  }

  @Test
  void aProgramThatThrowsLeavesItsObjectiveUsable() {
    boolean[] fails = {true};
    TapeObjective f =
        TapeObjective.of(
            1,
            x -> {
              Var y = x[0].square();
              if (fails[0]) {
                throw new ArithmeticException("as asked");
              }
              return y;
            });
    double[] w = {3};
    assertThrows(ArithmeticException.class, () -> f.expandAt(w));
    fails[0] = false;
    assertEquals(9, f.expandAt(w).value());
    assertArrayEquals(new double[] {2}, f.expandAt(w).hessian().times(new double[] {1}));
  }

  @Test
  void aRunThatOutgrowsTheHeapLeavesNoTapeBehind() throws InterruptedException {
    List<WeakReference<Segment>> tapes = new ArrayList<>();
    Function<Var[], Var> outgrows =
        x -> {
          Var y = x[0].sin();
          tapes.add(new WeakReference<>(y.tape().recording().segment(0)));
          throw new OutOfMemoryError("as asked");
        };
    double[] w = {3};
    TapeObjective f = TapeObjective.of(1, outgrows::apply);
    TapeMap map = TapeMap.of(1, x -> new Var[] {outgrows.apply(x)});
    assertThrows(OutOfMemoryError.class, () -> f.gradient(w, new double[1]));
    assertThrows(OutOfMemoryError.class, () -> f.expandAt(w));
    assertThrows(OutOfMemoryError.class, () -> map.expandAt(w));
    for (int i = 0; i < 3; i++) {
      for (int tries = 0; tries < 100 && tapes.get(i).get() != null; tries++) {
        System.gc();
        Thread.sleep(10);
      }
      assertNull(tapes.get(i).get(), "the tape of run " + i);
    }
    assertEquals(1, f.dimension()); // the objectives themselves are still in use
    assertThrows(OutOfMemoryError.class, () -> map.expandAt(w));
  }

  @Test
  void anExpansionWithItsHessianKeepsNeitherTapeNorObjective() throws InterruptedException {
    List<WeakReference<?>> released = new ArrayList<>();
    TapeExpansion at = expansion(released);
    assertArrayEquals(new double[] {-Math.sin(3)}, at.hessian().times(new double[] {1}), 1e-15);
    for (WeakReference<?> reference : released) {
      for (int tries = 0; tries < 100 && reference.get() != null; tries++) {
        System.gc();
        Thread.sleep(10);
      }
      assertNull(reference.get());
    }
    assertEquals(2, released.size());
    assertEquals(Math.sin(3), at.value());
  }

  private static TapeExpansion expansion(List<WeakReference<?>> released) {
    TapeObjective f =
        TapeObjective.of(
            1,
            x -> {
              Var y = x[0].sin();
              released.add(new WeakReference<>(y.tape().recording().segment(0)));
              return y;
            });
    released.add(new WeakReference<>(f));
    return f.expandAt(new double[] {3});
  }

  @Test
  void gradientAloneEqualsThatOfTheExpansion() {
    TapeObjective f = TapeObjective.of(3, x -> x[0].multiply(x[1]).exp().add(x[2].sin()));
    double[] w = {.3, -.4, 2};
    double[] gradient = new double[3];
    assertEquals(f.expandAt(w).value(), f.gradient(w, gradient));
    assertArrayEquals(f.expandAt(w).gradient(), gradient, 0.0);
    TapeObjective constant = TapeObjective.of(3, x -> Var.constant(4));
    assertEquals(4, constant.gradient(w, gradient));
    assertArrayEquals(new double[3], gradient, 0.0);
    assertRefused(() -> f.gradient(w, new double[2]), 2, 3);
    assertRefused(() -> f.gradient(new double[2], gradient), 2, 3);
    assertRefused(() -> TapeObjective.of(0, x -> x[0]), "is 0");
  }

  @Test
  void threadsExpandingOneObjectiveNeverInterfere() {
    TapeObjective f =
        TapeObjective.of(
            4,
            x -> {
              Var s = x[0];
              for (int i = 0; i < 3000; i++) {
                s = s.multiply(x[i % 4]).sin().add(x[(i + 1) % 4]);
              }
              return s;
            });
    double[][] points = new double[16][];
    double[][] expected = new double[16][];
    double[] v = {1, -2, 3, -4};
    for (int i = 0; i < points.length; i++) {
      points[i] = Samples.gaussian(Samples.random(i), 4);
      expected[i] = f.expandAt(points[i]).hessian().times(v);
    }
    IntStream.range(0, 64)
        .parallel()
        .forEach(
            i ->
                assertArrayEquals(
                    expected[i % 16], f.expandAt(points[i % 16]).hessian().times(v), 0.0));
  }

  @Test
  void constantsShiftsAndMultiplesRecordNothing() {
    TapeObjective f =
        TapeObjective.of(
            1,
            x ->
                Var.constant(2)
                    .sin()
                    .add(x[0])
                    .add(3)
                    .subtract(1)
                    .max(x[0])
                    .add(x[0].floor())
                    .multiply(-6)
                    .divide(2)
                    .negate()
                    .multiply(Var.constant(5)));
    TapeExpansion at = f.expandAt(new double[] {0.5});
    assertEquals(0, at.operations());
    assertArrayEquals(new double[] {15}, at.gradient());
    assertTrue(Var.constant(1).add(2).isConstant());
  }
}
