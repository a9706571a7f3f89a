package org.roperator.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roperator.solve.IterateGrid;

class HessianFreeSettingsTest {

  private static final HessianFreeSettings DEFAULTS = HessianFreeSettings.defaults();

  private static final Map<String, Object> OTHERS =
      Map.ofEntries(
          Map.entry("curvature", Curvature.hessian()),
          Map.entry("initialDamping", 45.0),
          Map.entry("dampingIncrease", 2.0),
          Map.entry("dampingDecrease", 0.5),
          Map.entry("poorRatio", 0.1),
          Map.entry("goodRatio", 0.9),
          Map.entry("curvatureBatches", 7),
          Map.entry("maxCgIterations", 100),
          Map.entry("minCgIterations", 3),
          Map.entry("cgProgressTolerance", 1e-3),
          Map.entry("warmStart", 0.5),
          Map.entry("preconditionerExponent", 0.5),
          Map.entry("storedIterates", IterateGrid.none()),
          Map.entry("lineSearchShrink", 0.5),
          Map.entry("sufficientDecrease", 1e-4),
          Map.entry("lineSearchTries", 20),
          Map.entry("minDamping", 1e-9),
          Map.entry("maxIterations", 7),
          Map.entry("gradientTolerance", 1e-3),
          Map.entry("patience", 5));

  private static final Map<String, Object> MARTENS =
      Map.ofEntries(
          Map.entry("curvature", Curvature.gaussNewton()),
          Map.entry("initialDamping", 1.0),
          Map.entry("dampingIncrease", 1.5),
          Map.entry("dampingDecrease", 2.0 / 3),
          Map.entry("poorRatio", 0.25),
          Map.entry("goodRatio", 0.75),
          Map.entry("curvatureBatches", 4),
          Map.entry("maxCgIterations", 250),
          Map.entry("minCgIterations", 1),
          Map.entry("cgProgressTolerance", 5e-4),
          Map.entry("warmStart", 0.95),
          Map.entry("preconditionerExponent", 0.75),
          Map.entry("storedIterates", IterateGrid.geometric(5, 1.3)),
          Map.entry("lineSearchShrink", 0.8),
          Map.entry("sufficientDecrease", 0.01),
          Map.entry("lineSearchTries", 60),
          Map.entry("minDamping", 1e-15),
          Map.entry("maxIterations", 100),
          Map.entry("gradientTolerance", 1e-8),
          Map.entry("patience", 20));

  static Stream<Method> withers() {
    return Stream.of(HessianFreeSettings.class.getMethods())
        .filter(method -> method.getReturnType() == HessianFreeSettings.class)
        .filter(method -> method.getParameterCount() == 1);
  }

  @Test
  void everyConstantIsTested() {
    Set<String> names = withers().map(Method::getName).collect(Collectors.toSet());
    assertEquals(names, OTHERS.keySet());
    assertEquals(names, MARTENS.keySet());
  }

  @ParameterizedTest
  @MethodSource("withers")
  void defaultsAreMartensConstants(Method wither) throws Exception {
    assertEquals(MARTENS.get(wither.getName()), valueOf(wither.getName(), DEFAULTS));
  }

  @ParameterizedTest
  @MethodSource("withers")
  void witherChangesItsConstantAlone(Method wither) throws Exception {
    String changed = wither.getName();
    Object settings = wither.invoke(DEFAULTS, OTHERS.get(changed));
    for (String constant : MARTENS.keySet()) {
      Object expected = (constant.equals(changed) ? OTHERS : MARTENS).get(constant);
      assertEquals(expected, valueOf(constant, settings), constant);
      assertEquals(MARTENS.get(constant), valueOf(constant, DEFAULTS), constant);
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void constantsThatMeanNothingAreRefusedByName(Method wither) {
    Map<Class<?>, Object> meaningless = Map.of(int.class, -1, double.class, Double.NaN);
    Object bad = meaningless.get(wither.getParameterTypes()[0]);
    Throwable refused =
        assertThrows(InvocationTargetException.class, () -> wither.invoke(DEFAULTS, bad))
            .getCause();
    assertInstanceOf(IllegalArgumentException.class, refused);
    assertTrue(String.valueOf(refused).contains(String.valueOf(bad)), String.valueOf(refused));
  }

  static Stream<Method> numbers() {
    return withers().filter(wither -> wither.getParameterTypes()[0].isPrimitive());
  }

  private static Object valueOf(String constant, Object settings) throws Exception {
    return HessianFreeSettings.class.getMethod(constant).invoke(settings);
  }

  @Test
  void thresholdsAndLimitsMustNotCross() {
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.poorRatio(0.8));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.goodRatio(0.2));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.minCgIterations(251));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.lineSearchShrink(1));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.dampingIncrease(0.9));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.dampingDecrease(1.1));
  }
}
