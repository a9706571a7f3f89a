package org.roperator.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roperator.optimize.smooth.LimitedMemoryBfgs;
import org.roperator.optimize.smooth.NewtonConjugateGradient;
import org.roperator.optimize.smooth.StrongWolfe;
import org.roperator.solve.IterateGrid;

/** The constants of the methods, in the values that hold them. */
class ConstantsTest {

  private static final StrongWolfe LOOSE = StrongWolfe.standard().withFlattening(0.99);

  private static final List<Object> STANDARD =
      List.of(
          HessianFree.standard(),
          Damping.standard(),
          LineSearch.standard(),
          InnerSolve.standard(),
          Ending.standard(),
          StrongWolfe.standard(),
          LimitedMemoryBfgs.standard(),
          NewtonConjugateGradient.standard());

  /** For each method that changes a constant: its class, its constant, and another value. */
  private static final Map<String, List<Object>> OTHERS =
      Map.ofEntries(
          Map.entry("HessianFree.withCurvature", List.of("curvature", Curvature.hessian())),
          Map.entry("HessianFree.withCurvatureBatches", List.of("curvatureBatches", 7)),
          Map.entry(
              "HessianFree.withDamping", List.of("damping", Damping.standard().withInitial(2))),
          Map.entry(
              "HessianFree.withLineSearch",
              List.of("lineSearch", LineSearch.standard().atMostTries(2))),
          Map.entry(
              "HessianFree.withInnerSolve",
              List.of("innerSolve", InnerSolve.standard().withWarmStart(0))),
          Map.entry("HessianFree.withEnding", List.of("ending", Ending.standard().withPatience(1))),
          Map.entry("Damping.withInitial", List.of("initial", 45.0)),
          Map.entry("Damping.withSmallest", List.of("smallest", 1e-9)),
          Map.entry("Damping.withIncrease", List.of("increase", 2.0)),
          Map.entry("Damping.withDecrease", List.of("decrease", 0.5)),
          Map.entry("Damping.withPoorRatio", List.of("poorRatio", 0.1)),
          Map.entry("Damping.withGoodRatio", List.of("goodRatio", 0.9)),
          Map.entry("LineSearch.withShrink", List.of("shrink", 0.5)),
          Map.entry("LineSearch.withSufficientDecrease", List.of("sufficientDecrease", 1e-4)),
          Map.entry("LineSearch.atMostTries", List.of("tries", 20)),
          Map.entry("InnerSolve.atMostIterations", List.of("mostIterations", 100)),
          Map.entry("InnerSolve.atLeastIterations", List.of("leastIterations", 3)),
          Map.entry("InnerSolve.untilProgress", List.of("progress", 1e-3)),
          Map.entry("InnerSolve.withWarmStart", List.of("warmStart", 0.5)),
          Map.entry(
              "InnerSolve.withPreconditionerExponent", List.of("preconditionerExponent", 0.5)),
          Map.entry("InnerSolve.withStoredIterates", List.of("storedIterates", IterateGrid.none())),
          Map.entry("Ending.atMostIterations", List.of("mostIterations", 7)),
          Map.entry("Ending.untilGradient", List.of("gradient", 1e-3)),
          Map.entry("Ending.untilRelativeGradient", List.of("relativeGradient", 1e-4)),
          Map.entry("Ending.withPatience", List.of("patience", 5)),
          Map.entry("Ending.withSaddleCheck", List.of("saddleCheck", false)),
          Map.entry("StrongWolfe.withSufficientDecrease", List.of("sufficientDecrease", 1e-3)),
          Map.entry("StrongWolfe.withFlattening", List.of("flattening", 0.1)),
          Map.entry("StrongWolfe.withRounding", List.of("rounding", 1e-6)),
          Map.entry("StrongWolfe.atMostTries", List.of("tries", 50)),
          Map.entry("LimitedMemoryBfgs.withMemory", List.of("memory", 3)),
          Map.entry("LimitedMemoryBfgs.withLineSearch", List.of("lineSearch", LOOSE)),
          Map.entry("LimitedMemoryBfgs.withEnding", List.of("ending", Ending.standard())),
          Map.entry("NewtonConjugateGradient.atMostInnerSteps", List.of("mostInnerSteps", 10)),
          Map.entry("NewtonConjugateGradient.withLineSearch", List.of("lineSearch", LOOSE)),
          Map.entry("NewtonConjugateGradient.withEnding", List.of("ending", Ending.standard())));

  private static final Map<String, Object> MARTENS =
      Map.ofEntries(
          Map.entry("HessianFree.curvature", Curvature.standard()),
          Map.entry("HessianFree.curvatureBatches", 4),
          Map.entry("HessianFree.damping", Damping.standard()),
          Map.entry("HessianFree.lineSearch", LineSearch.standard()),
          Map.entry("HessianFree.innerSolve", InnerSolve.standard()),
          Map.entry("HessianFree.ending", Ending.standard()),
          Map.entry("Damping.initial", 1.0),
          Map.entry("Damping.smallest", 1e-15),
          Map.entry("Damping.increase", 1.5),
          Map.entry("Damping.decrease", 2.0 / 3),
          Map.entry("Damping.poorRatio", 0.25),
          Map.entry("Damping.goodRatio", 0.75),
          Map.entry("LineSearch.shrink", 0.8),
          Map.entry("LineSearch.sufficientDecrease", 0.01),
          Map.entry("LineSearch.tries", 60),
          Map.entry("InnerSolve.mostIterations", 250),
          Map.entry("InnerSolve.leastIterations", 1),
          Map.entry("InnerSolve.progress", 5e-4),
          Map.entry("InnerSolve.warmStart", 0.95),
          Map.entry("InnerSolve.preconditionerExponent", 0.75),
          Map.entry("InnerSolve.storedIterates", IterateGrid.geometric(5, 1.3)),
          Map.entry("Ending.mostIterations", 100),
          Map.entry("Ending.gradient", 0.0),
          Map.entry("Ending.relativeGradient", 1e-8),
          Map.entry("Ending.patience", 20),
          Map.entry("Ending.saddleCheck", true),
          // Nocedal and Wright (2006), section 3.1, and the 20 tries of L-BFGS-B.
          Map.entry("StrongWolfe.sufficientDecrease", 1e-4),
          Map.entry("StrongWolfe.flattening", 0.9),
          Map.entry("StrongWolfe.rounding", Math.pow(2, -40)),
          Map.entry("StrongWolfe.tries", 20),
          Map.entry("LimitedMemoryBfgs.memory", 10),
          Map.entry("LimitedMemoryBfgs.lineSearch", StrongWolfe.standard()),
          Map.entry(
              "LimitedMemoryBfgs.ending",
              Ending.precise().atMostIterations(10_000).withPatience(3)),
          Map.entry("NewtonConjugateGradient.mostInnerSteps", 200),
          Map.entry("NewtonConjugateGradient.lineSearch", StrongWolfe.standard()),
          Map.entry(
              "NewtonConjugateGradient.ending",
              Ending.precise().atMostIterations(1000).withPatience(3)));

  static Stream<Method> withers() {
    return STANDARD.stream()
        .flatMap(standard -> Stream.of(standard.getClass().getMethods()))
        .filter(method -> method.getReturnType() == method.getDeclaringClass())
        .filter(method -> !Modifier.isStatic(method.getModifiers()));
  }

  private static Object standardOf(Method method) {
    return STANDARD.stream()
        .filter(standard -> standard.getClass() == method.getDeclaringClass())
        .findFirst()
        .orElseThrow();
  }

  private static String nameOf(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  private static List<Object> other(Method wither) {
    return Objects.requireNonNull(OTHERS.get(nameOf(wither)));
  }

  @Test
  void everyConstantIsTested() {
    Set<String> names = withers().map(ConstantsTest::nameOf).collect(Collectors.toSet());
    assertEquals(names, OTHERS.keySet());
    Set<String> constants =
        STANDARD.stream()
            .flatMap(standard -> Stream.of(standard.getClass().getRecordComponents()))
            .map(component -> nameOf(component.getAccessor()))
            .collect(Collectors.toSet());
    assertEquals(constants, MARTENS.keySet());
    assertEquals(names.size(), constants.size());
  }

  @Test
  void noneHasMoreThanSixConstants() {
    for (Object standard : STANDARD) {
      assertTrue(standard.getClass().getRecordComponents().length <= 6, standard.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("withers")
  void defaultsAreMartensConstants(Method wither) throws Exception {
    Object standard = standardOf(wither);
    for (RecordComponent constant : standard.getClass().getRecordComponents()) {
      Method accessor = constant.getAccessor();
      assertEquals(MARTENS.get(nameOf(accessor)), accessor.invoke(standard), nameOf(accessor));
    }
  }

  @ParameterizedTest
  @MethodSource("withers")
  void witherChangesItsConstantAlone(Method wither) throws Exception {
    Object changed = wither.invoke(standardOf(wither), other(wither).get(1));
    for (RecordComponent constant : changed.getClass().getRecordComponents()) {
      Method accessor = constant.getAccessor();
      boolean isIt = constant.getName().equals(other(wither).get(0));
      Object expected = isIt ? other(wither).get(1) : MARTENS.get(nameOf(accessor));
      assertEquals(expected, accessor.invoke(changed), nameOf(accessor));
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void constantsThatMeanNothingAreRefusedByName(Method wither) {
    Map<Class<?>, Object> meaningless = Map.of(int.class, -1, double.class, Double.NaN);
    Object bad = Objects.requireNonNull(meaningless.get(wither.getParameterTypes()[0]));
    Throwable refused =
        assertThrows(InvocationTargetException.class, () -> wither.invoke(standardOf(wither), bad))
            .getCause();
    assertInstanceOf(IllegalArgumentException.class, refused);
    assertTrue(String.valueOf(refused).contains(String.valueOf(bad)), String.valueOf(refused));
  }

  static Stream<Method> numbers() {
    return withers()
        .filter(wither -> wither.getParameterTypes()[0].isPrimitive())
        .filter(wither -> wither.getParameterTypes()[0] != boolean.class);
  }

  @Test
  void thresholdsAndLimitsMustNotCross() {
    Damping damping = Damping.standard();
    assertThrows(IllegalArgumentException.class, () -> damping.withPoorRatio(0.8));
    assertThrows(IllegalArgumentException.class, () -> damping.withGoodRatio(0.2));
    assertThrows(IllegalArgumentException.class, () -> damping.withIncrease(0.9));
    assertThrows(IllegalArgumentException.class, () -> damping.withDecrease(1.1));
    InnerSolve solve = InnerSolve.standard();
    assertThrows(IllegalArgumentException.class, () -> solve.atLeastIterations(251));
    assertThrows(
        IllegalArgumentException.class, () -> solve.atLeastIterations(3).atMostIterations(2));
    assertThrows(IllegalArgumentException.class, () -> LineSearch.standard().withShrink(1));
    StrongWolfe wolfe = StrongWolfe.standard();
    assertThrows(IllegalArgumentException.class, () -> wolfe.withSufficientDecrease(0.5));
    assertThrows(IllegalArgumentException.class, () -> wolfe.withSufficientDecrease(0));
    assertThrows(IllegalArgumentException.class, () -> wolfe.withFlattening(1));
    assertThrows(IllegalArgumentException.class, () -> wolfe.withFlattening(1e-5));
    assertThrows(IllegalArgumentException.class, () -> wolfe.withRounding(0.01));
  }
}
