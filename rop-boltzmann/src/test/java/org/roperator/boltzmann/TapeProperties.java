package org.roperator.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.autodiff.VarArray;
import org.roperator.function.Expansion;
import org.roperator.internal.Vectors;

/**
 * The divergence written as a program over the tape, from energies alone: another way to every
 * derivative, for machines of all masks, codings, signs and temperatures.
 */
class TapeProperties {

  /** Relative: sums of at most 2⁷ terms, of which few digits cancel. */
  private static final double TOLERANCE = 1e-10;

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void derivativesAreThoseOfTheTape(@ForAll long seed) {
    Machines.Drawn drawn = Machines.draw(seed, 7);
    BoltzmannMachine machine = drawn.machine();
    double[] v = drawn.v();
    double t = machine.temperature();
    double kappa = machine.sign() == EnergySign.NEGATIVE ? -1 : 1;
    Expansion free =
        TapeObjective.of(machine.dimension(), w -> logSum(machine, new double[0], w))
            .expandAt(drawn.w());
    Expansion clamped =
        TapeObjective.of(machine.dimension(), w -> clamped(machine, drawn.patterns(), w))
            .expandAt(drawn.w());
    BoltzmannExpansion at = drawn.divergence().expandAt(drawn.w());

    // ∇ ln Z = −κ p/T, so that R{p} = −(T/κ) R{∇ ln Z}: for either sign −κT times Hv.
    double[] freeMoves = free.hessian().times(v);
    assertClose(machine, v, scaled(-kappa * t, freeMoves), at.freeDerivative(v));
    double[] clampedMoves = clamped.hessian().times(v);
    assertClose(machine, v, scaled(-kappa * t, clampedMoves), at.clampedDerivative(v));

    double[] gradient = free.gradient();
    Vectors.addScaled(-1, clamped.gradient(), gradient);
    assertClose(machine, v, gradient, at.gradient());
    Vectors.addScaled(-1, clampedMoves, freeMoves);
    assertClose(machine, v, freeMoves, at.hessian().times(v));
    double value = free.value() - clamped.value() + meanLogShare(drawn.patterns());
    assertEquals(value, at.value(), TOLERANCE * (1 + Math.abs(free.value())));
  }

  private static double[] scaled(double factor, double[] x) {
    return Arrays.stream(x).map(a -> factor * a).toArray();
  }

  /**
   * Relative to the vector, or where it vanishes to a hundredth of what it is a difference of:
   * moments of order one, over T², along v.
   */
  private static void assertClose(
      BoltzmannMachine machine, double[] v, double[] expected, double[] actual) {
    double[] difference = actual.clone();
    Vectors.addScaled(-1, expected, difference);
    double t = machine.temperature();
    double parts = Math.max(1, 1 / (t * t)) * Math.max(1, Vectors.norm(v));
    double allowed = TOLERANCE * Math.max(0.01 * parts, Vectors.norm(expected));
    double distance = Vectors.norm(difference);
    assertTrue(distance <= allowed, distance + " > " + allowed);
  }

  private static double meanLogShare(double[][] patterns) {
    double sum = 0;
    for (double[] pattern : patterns) {
      double equal = Arrays.stream(patterns).filter(q -> Arrays.equals(q, pattern)).count();
      sum += Math.log(equal / patterns.length) / patterns.length;
    }
    return sum;
  }

  private static Var clamped(BoltzmannMachine machine, double[][] patterns, Var[] w) {
    Var sum = logSum(machine, patterns[0], w);
    for (double[] pattern : Arrays.copyOfRange(patterns, 1, patterns.length)) {
      sum = sum.add(logSum(machine, pattern, w));
    }
    return sum.multiply(1.0 / patterns.length);
  }

  /** ln Σ e^(−E/T) over the states that begin with the pattern. */
  private static Var logSum(BoltzmannMachine machine, double[] pattern, Var[] w) {
    double factor = (machine.sign() == EnergySign.NEGATIVE ? 1 : -1) / machine.temperature();
    int free = machine.units() - pattern.length;
    Var[] exponents = new Var[1 << free];
    for (int code = 0; code < exponents.length; code++) {
      double[] s = Arrays.copyOf(pattern, machine.units());
      for (int i = 0; i < free; i++) {
        s[pattern.length + i] = (code >> i & 1) == 1 ? 1 : machine.coding().low();
      }
      exponents[code] = VarArray.of(w).dot(machine.statistics(s)).multiply(factor);
    }
    return VarArray.of(exponents).logSumExp();
  }
}
