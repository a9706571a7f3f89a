package org.roperator.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;
import static org.roperator.contract.Refusals.assertThrowsNaming;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

class FunctionTest {

  private static final ParameterLayout LAYOUT =
      ParameterLayout.builder().add("layer1.W", 32, 64).add("layer1.b", 32).add("scale").build();

  @Test
  void slicesLieOneBehindTheOther() {
    assertEquals(32 * 64 + 32 + 1, LAYOUT.dimension());
    assertEquals(2048, LAYOUT.slice("layer1.b").from());
    assertEquals(2080, LAYOUT.slice("layer1.b").to());
    assertArrayEquals(new int[] {32, 64}, LAYOUT.slice("layer1.W").shape());
    double[] w = new double[LAYOUT.dimension()];
    w[2080] = 7;
    assertArrayEquals(new double[] {7}, LAYOUT.slice("scale").of(w));
  }

  @Test
  void everyParameterHasAName() {
    assertEquals("layer1.W[0,0]", LAYOUT.nameOf(0));
    assertEquals("layer1.W[1,1]", LAYOUT.nameOf(65));
    assertEquals("layer1.b[31]", LAYOUT.nameOf(2079));
    assertEquals("scale", LAYOUT.nameOf(2080));
    assertEquals("w[3]", ParameterLayout.unnamed(5).nameOf(3));
    assertRefused(() -> LAYOUT.nameOf(2081), "Parameter 2081 does not exist; there are 2081");
    assertRefused(() -> LAYOUT.slice("layer2.W"), "\"layer2.W\"");
  }

  @Test
  void layoutsRejectWhatCannotBe() {
    assertRefused(
        () -> ParameterLayout.builder().add("a", 1).add("a", 2).build(),
        "Two slices are named \"a\"");
    assertRefused(() -> ParameterLayout.builder().add("a", 3, 0), "is 0");
    assertRefused(
        () -> ParameterLayout.builder().add("a", 50_000, 50_000).build(), "at most 2147483647");
    assertRefused(() -> ParameterLayout.builder().build(), "at least 1");
  }

  @Test
  void layoutsAreValues() {
    ParameterLayout same =
        ParameterLayout.builder().add("layer1.W", 32, 64).add("layer1.b", 32).add("scale").build();
    assertEquals(LAYOUT, same);
    assertEquals(LAYOUT.hashCode(), same.hashCode());
    assertNotEquals(LAYOUT, ParameterLayout.unnamed(2081));
    assertEquals("[w[3]@0]", ParameterLayout.unnamed(3).toString());
  }

  @Property(tries = 50)
  void workersRunEveryTaskOnce(
      @ForAll @IntRange(min = 1, max = 9) int threads,
      @ForAll @IntRange(min = 0, max = 40) int tasks) {
    AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
    Workers.of(threads).run(tasks, runs::incrementAndGet);
    for (int i = 0; i < tasks; i++) {
      assertEquals(1, runs.get(i));
    }
  }

  @Test
  void workersMayBeNestedWithoutStarving() {
    AtomicIntegerArray runs = new AtomicIntegerArray(64);
    Workers workers = Workers.of(4);
    workers.run(8, i -> workers.run(8, j -> runs.incrementAndGet(8 * i + j)));
    for (int i = 0; i < 64; i++) {
      assertEquals(1, runs.get(i));
    }
  }

  @Test
  void workersRethrowTheFailureOfTheLowestTask() {
    for (int threads : new int[] {1, 3}) {
      IllegalStateException failure =
          assertThrows(
              IllegalStateException.class,
              () ->
                  Workers.of(threads)
                      .run(
                          20,
                          i -> {
                            if (i % 7 == 3) {
                              throw new IllegalStateException("task " + i);
                            }
                          }));
      assertEquals("task 3", failure.getMessage());
    }
    assertThrows(
        StackOverflowError.class,
        () ->
            Workers.of(2)
                .run(
                    2,
                    i -> {
                      throw new StackOverflowError();
                    }));
    assertEquals(5, Workers.of(5).threads());
    assertTrue(Workers.ofAllProcessors().threads() >= 1);
    assertRefused(() -> Workers.of(0), "is 0");
  }

  @Test
  @Timeout(60)
  void workersRethrowWhatATaskThrowsUndeclared() {
    for (int threads : new int[] {1, 2, 3}) {
      AtomicIntegerArray runs = new AtomicIntegerArray(8);
      IOException failure =
          assertThrows(
              IOException.class,
              () ->
                  Workers.of(threads)
                      .run(
                          8,
                          i -> {
                            runs.incrementAndGet(i);
                            if (i >= 5) {
                              FunctionTest.<RuntimeException>throwUndeclared(
                                  new IOException("task " + i));
                            }
                          }));
      assertEquals("task 5", failure.getMessage());
      for (int i = 0; i < 6; i++) {
        assertEquals(1, runs.get(i));
      }
    }
  }

  /** What Kotlin and Scala do with every exception. */
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void throwUndeclared(Throwable failure) throws T {
    throw (T) failure;
  }

  @Test
  void workersFinishTheirTasksWhenInterruptedAndKeepTheFlag() {
    AtomicIntegerArray runs = new AtomicIntegerArray(8);
    Thread.currentThread().interrupt();
    Workers.of(3).run(8, runs::incrementAndGet);
    assertTrue(Thread.interrupted());
    for (int i = 0; i < 8; i++) {
      assertEquals(1, runs.get(i));
    }
  }

  @Test
  void expansionOfGivenPartsOwnsItsGradientAndRefusesAnotherDimension() {
    double[] gradient = {1, 2};
    Expansion at = Expansion.of(7, gradient, SymmetricOperator.identity(2));
    gradient[0] = 9;
    at.gradient()[1] = 9;
    assertEquals(2, at.dimension());
    assertEquals(7, at.value());
    assertArrayEquals(new double[] {1, 2}, at.gradient());
    assertArrayEquals(new double[] {3, 4}, at.hessian().times(new double[] {3, 4}));
    assertRefused(() -> Expansion.of(7, new double[3], SymmetricOperator.identity(2)), 3, 2);
  }

  @Test
  void anyObjectiveIsASumOfOne() {
    Objective f = Objective.quadratic(SymmetricOperator.identity(2), new double[] {1, 2});
    FiniteSum sum = FiniteSum.ofOne(f);
    assertEquals(1, sum.size());
    assertSame(sum, FiniteSum.ofOne(sum));
    assertSame(sum, sum.restrictedTo(new int[] {0}));
    assertEquals(f.layout(), sum.layout());
    FiniteSumExpansion at = sum.expandAt(new double[] {3, 0});
    assertArrayEquals(new double[] {4, 4}, at.meanSquaredGradient());
    assertArrayEquals(new double[2], at.regularizerDiagonal());
    assertFalse(at.hasGaussNewton());
    assertThrowsNaming(UnsupportedOperationException.class, at::gaussNewton, "use its Hessian");
    assertRefused(() -> sum.restrictedTo(new int[] {1}), "Example 1");
    assertRefused(() -> sum.restrictedTo(new int[0]), "no examples");
  }
}
