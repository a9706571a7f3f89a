package org.roperator.cli.recurrent;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.roperator.cli.run.HvCheck;

/** What is known of {@code rop recurrent} while it goes on. */
public final class RecurrentSoFar {

  private final RecurrentResults.Setup setup;
  private final Completion train;
  private final Completion test;
  private final Map<Double, Lesson.Progress> descents = new LinkedHashMap<>();
  private Optional<Lesson.Progress> newton = Optional.empty();
  private Optional<Xor.Result> xor = Optional.empty();
  private Optional<HvCheck> check = Optional.empty();

  /** Nothing but what was asked for. */
  public RecurrentSoFar(RecurrentResults.Setup setup, Completion train, Completion test) {
    this.setup = setup;
    this.train = train;
    this.test = test;
  }

  /** How far Hessian-free optimization is. */
  public void knowNewton(Lesson.Progress progress) {
    newton = Optional.of(progress);
  }

  /** How far gradient descent with a rate is. */
  public void knowDescent(double rate, Lesson.Progress progress) {
    descents.put(rate, progress);
  }

  /** What came of exclusive or. */
  public void know(Xor.Result result) {
    xor = Optional.of(result);
  }

  /** The check of products. */
  public void know(HvCheck made) {
    check = Optional.of(made);
  }

  /** What was asked for. */
  public RecurrentResults.Setup setup() {
    return setup;
  }

  /** What is learned from. */
  public Completion train() {
    return train;
  }

  /** The digits not seen. */
  public Completion test() {
    return test;
  }

  /** How far Hessian-free optimization is. */
  public Optional<Lesson.Progress> newton() {
    return newton;
  }

  /** How far gradient descent is, by rate. */
  public Map<Double, Lesson.Progress> descents() {
    return descents;
  }

  /** The rate with the lowest loss so far. */
  public Optional<Double> bestRate() {
    return descents.entrySet().stream()
        .min(Comparator.comparingDouble(d -> d.getValue().lowestLoss()))
        .map(Map.Entry::getKey);
  }

  /** What came of exclusive or, once known. */
  public Optional<Xor.Result> xor() {
    return xor;
  }

  /** The check of products, once made. */
  public Optional<HvCheck> check() {
    return check;
  }
}
