package org.roperator.recurrent;

import java.util.Arrays;
import org.roperator.internal.Arguments;

/**
 * One example for a recurrent network: external inputs, units held at given values, targets, and
 * the state to settle from.
 *
 * <pre>{@code
 * Pattern p = Pattern.of(5).input(0, 1.0).clamp(1, 0.5).target(4, 1.0).build();
 * }</pre>
 *
 * <p>What is not said is zero input, no clamp, no target and a start at zero. Immutable.
 */
public final class Pattern {

  private final double[] input;
  private final double[] clamp;
  private final double[] target;
  private final double[] start;

  private Pattern(double[] input, double[] clamp, double[] target, double[] start) {
    this.input = input;
    this.clamp = clamp;
    this.target = target;
    this.start = start;
  }

  /** Begins a pattern for a number of units. */
  public static Builder of(int units) {
    return new Builder(Arguments.requirePositive("The number of units", units));
  }

  /** The number of units it is for. */
  public int units() {
    return input.length;
  }

  double[] input() {
    return input;
  }

  /** The values units are held at; NaN for a free unit. */
  double[] clamp() {
    return clamp;
  }

  /** The targets; NaN for a unit without. */
  double[] target() {
    return target;
  }

  double[] start() {
    return start;
  }

  /** Collects what a pattern says. */
  public static final class Builder {

    private final double[] input;
    private final double[] clamp;
    private final double[] target;
    private final double[] start;

    private Builder(int units) {
      this.input = new double[units];
      this.clamp = new double[units];
      this.target = new double[units];
      this.start = new double[units];
      Arrays.fill(clamp, Double.NaN);
      Arrays.fill(target, Double.NaN);
    }

    private int unit(int unit) {
      Connectivity.requireUnit(input.length, unit);
      return unit;
    }

    /** Gives one unit an external input, finite. */
    public Builder input(int unit, double value) {
      input[unit(unit)] = Arguments.requireFinite("The input of unit " + unit, value);
      return this;
    }

    /** Gives all units their external inputs, finite. Copied. */
    public Builder inputs(double[] values) {
      copy("The inputs", values, input);
      return this;
    }

    /** Holds one unit at a finite value, whatever its total input. */
    public Builder clamp(int unit, double value) {
      clamp[unit(unit)] = Arguments.requireFinite("The value unit " + unit + " is held at", value);
      return this;
    }

    /** Says what one unit should settle at, finite. */
    public Builder target(int unit, double value) {
      target[unit(unit)] = Arguments.requireFinite("The target of unit " + unit, value);
      return this;
    }

    /**
     * Says which state to settle from, finite; of several stable equilibria it decides which one is
     * found. Copied.
     */
    public Builder start(double[] state) {
      copy("The start", state, start);
      return this;
    }

    private static void copy(String what, double[] from, double[] to) {
      Arguments.requireLength(what, from, to.length, "the pattern is for " + to.length + " units");
      Arguments.requireFinite(what, from);
      System.arraycopy(from, 0, to, 0, to.length);
    }

    /** The pattern. */
    public Pattern build() {
      return new Pattern(input.clone(), clamp.clone(), target.clone(), start.clone());
    }
  }
}
