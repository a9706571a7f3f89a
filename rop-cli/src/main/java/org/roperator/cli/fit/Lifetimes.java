package org.roperator.cli.fit;

import java.util.Optional;
import java.util.OptionalDouble;
import org.roperator.autodiff.Elementary;
import org.roperator.autodiff.Var;
import org.roperator.autodiff.VarArray;

/**
 * Lifetimes {@code ln t = η + σW} with {@code P(W > z) = exp(−e^z)}, θ = ln σ: with {@code z = (ln
 * t − η)/σ}, {@code −ln L = e^z}, and for an event also {@code − z + θ + ln t}. Exponential
 * lifetimes have σ = 1 and no θ.
 */
final class Lifetimes implements Family {

  private final boolean exponential;
  private final double[] times;
  private final boolean[] seen;
  private final VarArray logTimes;
  private final double[] shares;
  private final double[] events;
  private final double[] offset;
  private final double eventShare;
  private final double constant;

  Lifetimes(Examples examples, boolean exponential) {
    this.exponential = exponential;
    this.times = examples.target().values();
    this.seen = examples.target().events();
    this.offset = examples.offset();
    this.shares = Sums.shares(examples.weights());
    double[] logs = new double[times.length];
    double[] indicator = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      logs[i] = Math.log(times[i]);
      indicator[i] = seen[i] ? 1 : 0;
    }
    this.logTimes = VarArray.constant(logs);
    this.events = Sums.products(shares, indicator);
    this.eventShare = Sums.dot(shares, indicator);
    this.constant = Sums.dot(events, logs);
  }

  @Override
  public int extras() {
    return exponential ? 0 : 1;
  }

  @Override
  public Var loss(VarArray eta, Var[] theta) {
    VarArray residual = logTimes.subtract(eta);
    VarArray z = exponential ? residual : residual.multiply(theta[0].negate().exp());
    Var loss = z.map(Elementary.EXP).dot(shares).subtract(z.dot(events)).add(constant);
    return exponential ? loss : loss.add(theta[0].multiply(eventShare));
  }

  /** That of exponential lifetimes: the time spent for each event. */
  @Override
  public double startLevel() {
    double largest = Double.NEGATIVE_INFINITY;
    double[] logs = logTimes.getReal();
    for (int i = 0; i < logs.length; i++) {
      largest = Math.max(largest, logs[i] - offset[i]);
    }
    double spent = 0;
    for (int i = 0; i < logs.length; i++) {
      spent += shares[i] * Math.exp(logs[i] - offset[i] - largest);
    }
    return largest + Math.log(spent / eventShare);
  }

  @Override
  public double[] startExtras() {
    return new double[extras()];
  }

  /** A censored time is the likelier the longer lifetimes are; an event wants its own. */
  @Override
  public Recession.Freedom[] freedoms() {
    Recession.Freedom[] freedoms = new Recession.Freedom[seen.length];
    for (int i = 0; i < seen.length; i++) {
      freedoms[i] = seen[i] ? Recession.Freedom.HELD : Recession.Freedom.UP;
    }
    return freedoms;
  }

  @Override
  public OptionalDouble deviance(double[] eta, double[] theta) {
    return OptionalDouble.empty();
  }

  @Override
  public Optional<String> noMaximum(OrthogonalDesign design) {
    double[] target = logTimes.getReal();
    for (int i = 0; i < target.length; i++) {
      target[i] -= offset[i];
    }
    return !exponential && ExactTimes.areMet(design, target, seen)
        ? Optional.of(
            "The model meets the time of every event exactly, so the scale goes to 0 and the"
                + " likelihood has no maximum; leave out features with --without, or choose"
                + " --model exponential.")
        : Optional.empty();
  }
}
