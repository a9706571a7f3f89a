package org.roperator.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.Refusals;

/** The law against its closed moments, and against integrals of its own density. */
class MarchenkoPasturTest {

  @Test
  void momentsByHand() {
    MarchenkoPastur law = MarchenkoPastur.of(0.5, 1);
    double[] expected = {1, 1, 1.5, 2.75, 5.625};
    double[] moments = IntStream.range(0, 5).mapToDouble(law::moment).toArray();
    assertArrayEquals(expected, moments, 1e-14);
    // 1 + 6c + 6c² + c³ with c = 2, times s⁸ = 3⁴.
    assertEquals(45 * 81, MarchenkoPastur.of(2, 3).moment(4), 1e-9);
  }

  @Test
  void edgesAndAtomByHand() {
    MarchenkoPastur law = MarchenkoPastur.of(4, 2);
    assertArrayEquals(
        new double[] {2, 18, 0.75},
        new double[] {law.lowerEdge(), law.upperEdge(), law.atomAtZero()},
        1e-14);
    assertEquals(0, MarchenkoPastur.of(0.25, 2).atomAtZero());
    assertEquals(0, MarchenkoPastur.of(1, 2).atomAtZero());
    assertEquals(0, law.density(1.99));
    assertEquals(0, law.density(18.01));
    assertEquals(0, law.density(Double.NaN));
    // √(8 · 8)/(2π · 2 · 4 · 10)
    assertEquals(8 / (160 * Math.PI), law.density(10), 1e-15);
    assertEquals(Double.POSITIVE_INFINITY, MarchenkoPastur.of(1, 1).density(0));
  }

  /** x = a + (b − a)sin²t makes the integrand smooth and periodic: midpoints converge fast. */
  @Property(tries = 60)
  void densityHasTheMoments(
      @ForAll @AnyDouble(min = 0.05, max = 5) double c,
      @ForAll @AnyDouble(min = 0.1, max = 4) double variance) {
    MarchenkoPastur law = MarchenkoPastur.of(c, variance);
    double a = law.lowerEdge();
    double b = law.upperEdge();
    if (a < 1e-3 * b) {
      return; // 1/x near the edge: too many midpoints.
    }
    int n = 4000;
    for (int p = 0; p <= 5; p++) {
      double sum = p == 0 ? law.atomAtZero() : 0;
      for (int i = 0; i < n; i++) {
        double t = Math.PI / 2 * (i + 0.5) / n;
        double x = a + (b - a) * Math.sin(t) * Math.sin(t);
        double dx = (b - a) * Math.sin(2 * t) * Math.PI / 2 / n;
        sum += law.density(x) * Math.pow(x, p) * dx;
      }
      assertEquals(law.moment(p), sum, 1e-8 * law.moment(p));
    }
  }

  /** tr(WᵀW)ᵖ = tr(WWᵀ)ᵖ: moments per column and per row stand as rows to columns. */
  @Property(tries = 50)
  void transposeHasTheMomentsOfTheOtherSide(@ForAll @AnyDouble(min = 0.1, max = 5) double c) {
    MarchenkoPastur law = MarchenkoPastur.of(c, 1.5);
    MarchenkoPastur other = MarchenkoPastur.of(1 / c, 1.5 * c);
    for (int p = 1; p <= 6; p++) {
      assertEquals(law.moment(p) * c, other.moment(p), 1e-12 * other.moment(p));
    }
    assertEquals(law.upperEdge(), other.upperEdge(), 1e-12 * law.upperEdge());
    assertTrue(Math.abs(law.lowerEdge() - other.lowerEdge()) <= 1e-12 * law.upperEdge());
  }

  @Test
  void refusesWhatIsNoLaw() {
    Refusals.assertRefused(() -> MarchenkoPastur.of(0, 1), 0.0);
    Refusals.assertRefused(() -> MarchenkoPastur.of(1, -2), -2.0);
    Refusals.assertRefused(() -> MarchenkoPastur.of(1, 1).moment(-1), -1);
  }

  /** At the variance itself, of c = ½: √(7/4)/π over s². */
  @Test
  void theDensityHasAnyScale() {
    for (double variance : new double[] {1e200, 1, 1e-200}) {
      double density = MarchenkoPastur.of(0.5, variance).density(variance);
      assertEquals(Math.sqrt(7) / 2 / Math.PI, density * variance, 1e-14);
    }
  }
}
