package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.boltzmann.EnumeratedUnits.Table;
import org.roperator.boltzmann.EnumeratedUnits.Work;
import org.roperator.parallel.Scratch;
import org.roperator.parallel.Workers;

/**
 * Coupled units by enumeration of their states.
 *
 * <p>Units −1 and +1 are turned into bits by {@code s = 2b − 1}: couplings {@code 4c_ij}, fields
 * {@code 2x_i − 2Σ_j c_ij}, and a constant; their averages are turned back likewise.
 */
final class EnumeratedUnits implements CoupledUnits<Table, Work> {

  private final UnitCoding coding;
  private final int units;
  private final Table couplings;

  EnumeratedUnits(UnitCoding coding, double[] couplings, int units) {
    this.coding = coding;
    this.units = units;
    this.couplings = new Table(coding, couplings, units);
  }

  /** Couplings of units as a tabulated function of bits. */
  static final class Table {
    private final PairTable bits;
    private final double[] rowSums;
    private final double constant;

    Table(UnitCoding coding, double[] couplings, int units) {
      this.bits = new PairTable(units);
      this.rowSums = new double[units];
      boolean signs = coding == UnitCoding.PLUS_MINUS_ONE;
      double sum = 0;
      for (int i = 0; i < units; i++) {
        for (int j = 0; j < units; j++) {
          double c = couplings[i * units + j];
          bits.pairs()[i * units + j] = signs ? 4 * c : c;
          rowSums[i] += signs ? c : 0;
        }
        sum += rowSums[i];
      }
      this.constant = sum / 2;
      bits.tabulate();
    }

    /** The fields on the bits, given those on the units. */
    void linear(UnitCoding coding, double[] x, int from, double[] linear) {
      boolean signs = coding == UnitCoding.PLUS_MINUS_ONE;
      for (int i = 0; i < linear.length; i++) {
        linear[i] = signs ? 2 * (x[from + i] - rowSums[i]) : x[from + i];
      }
    }
  }

  /** Work arrays. */
  static final class Work {
    private final double[] linear;
    private final Scratch<Enumeration.Area> areas;

    Work(int units, PairTable shape) {
      this.linear = new double[units];
      this.areas = Enumeration.areas(shape);
    }
  }

  @Override
  public Work work() {
    return new Work(units, couplings.bits);
  }

  @Override
  public Table direction(double[] v) {
    return new Table(coding, v, units);
  }

  @Override
  public Solution<Table, Work> solve(double[] x, int from, Workers workers) {
    double[] linear = new double[units];
    couplings.linear(coding, x, from, linear);
    double constant = couplings.constant;
    if (coding == UnitCoding.PLUS_MINUS_ONE) {
      constant -= Arrays.stream(x, from, from + units).sum();
    }
    return new Solved(new Enumeration(couplings.bits, linear, workers), constant);
  }

  private final class Solved implements Solution<Table, Work> {
    private final Enumeration states;
    private final double logPartition;
    private final double[] bitMeans = new double[units];
    private final double[] bitPairs = new double[units * units];
    private boolean averaged;

    Solved(Enumeration states, double constant) {
      this.states = states;
      this.logPartition = states.logPartition() + constant;
    }

    /** Runs the second pass, which the value alone does not need, on the first request. */
    private synchronized void average(Work work) {
      if (averaged) {
        return;
      }
      Enumeration.Area area = work.areas.take();
      try {
        states.means(area, bitMeans, bitPairs);
        averaged = true;
      } finally {
        work.areas.giveBack(area);
      }
    }

    @Override
    public PhaseOutcome outcome() {
      return PhaseOutcome.EXACT;
    }

    @Override
    public double logPartition() {
      return logPartition;
    }

    @Override
    public void means(Work work, double[] linear, double[] pairs) {
      average(work);
      System.arraycopy(bitMeans, 0, linear, 0, units);
      System.arraycopy(bitPairs, 0, pairs, 0, units * units);
      toUnits(linear, pairs, 1);
    }

    @Override
    public void response(
        Table v, double[] vx, int from, Work work, double[] linear, double[] pairs) {
      average(work);
      v.linear(coding, vx, from, work.linear);
      double meanD = 0;
      for (int i = 0; i < units; i++) {
        meanD += work.linear[i] * bitMeans[i];
        for (int j = 0; j < i; j++) {
          meanD += v.bits.pairs()[i * units + j] * bitPairs[i * units + j];
        }
      }
      Enumeration.Area area = work.areas.take();
      try {
        states.covariances(v.bits, work.linear, meanD, area, linear, pairs);
      } finally {
        work.areas.giveBack(area);
      }
      toUnits(linear, pairs, 0);
    }

    /** Averages, of weights with the sum given, of bits into those of units. */
    private void toUnits(double[] linear, double[] pairs, double sum) {
      if (coding == UnitCoding.ZERO_ONE) {
        return;
      }
      for (int i = 0; i < units; i++) {
        for (int j = 0; j < units; j++) {
          int at = i * units + j;
          pairs[at] = 4 * pairs[at] - 2 * linear[i] - 2 * linear[j] + sum;
        }
      }
      for (int i = 0; i < units; i++) {
        linear[i] = 2 * linear[i] - sum;
      }
    }
  }
}
