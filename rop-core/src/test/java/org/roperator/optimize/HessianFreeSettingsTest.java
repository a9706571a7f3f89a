package org.roperator.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Map;
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

  @Test
  void defaultsAreMartensConstants() {
    assertEquals(
        new HessianFreeSettings(
            Curvature.gaussNewton(),
            1,
            1.5,
            2.0 / 3,
            0.25,
            0.75,
            4,
            250,
            1,
            5e-4,
            0.95,
            0.75,
            IterateGrid.geometric(5, 1.3),
            0.8,
            0.01,
            60,
            1e-15,
            100,
            1e-8,
            20),
        DEFAULTS);
  }

  static Stream<RecordComponent> constants() {
    return Stream.of(HessianFreeSettings.class.getRecordComponents());
  }

  @ParameterizedTest
  @MethodSource("constants")
  void witherChangesItsConstantAlone(RecordComponent changed) throws Exception {
    Object other = OTHERS.get(changed.getName());
    Object settings =
        HessianFreeSettings.class
            .getMethod(changed.getName(), changed.getType())
            .invoke(DEFAULTS, other);
    for (RecordComponent constant : HessianFreeSettings.class.getRecordComponents()) {
      Object expected =
          constant.getName().equals(changed.getName())
              ? other
              : constant.getAccessor().invoke(DEFAULTS);
      assertEquals(expected, constant.getAccessor().invoke(settings), constant.getName());
    }
  }

  @ParameterizedTest
  @MethodSource("constants")
  void constantsThatMeanNothingAreRefusedByName(RecordComponent constant) throws Exception {
    boolean number = constant.getType() == double.class || constant.getType() == int.class;
    Number bad =
        Map.<Class<?>, Number>of(int.class, -1).getOrDefault(constant.getType(), Double.NaN);
    if (!number) {
      assertTrue(!constant.getType().isPrimitive());
      return;
    }
    InvocationTargetException refused =
        assertThrows(
            InvocationTargetException.class,
            () ->
                HessianFreeSettings.class
                    .getMethod(constant.getName(), constant.getType())
                    .invoke(DEFAULTS, bad));
    String message = String.valueOf(refused.getCause());
    assertTrue(message.contains("IllegalArgumentException"), message);
    assertTrue(message.contains(bad.toString()), message);
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
