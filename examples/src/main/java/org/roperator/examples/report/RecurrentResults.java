package org.roperator.examples.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.roperator.examples.recurrent.Completion;
import org.roperator.examples.recurrent.Lesson;
import org.roperator.examples.recurrent.Xor;

/** What came of {@code rop recurrent}. */
public final class RecurrentResults {

  /**
   * What was asked for.
   *
   * @param commandLine the command as it was given
   * @param adjoint how gradient descent solved its adjoint systems
   */
  public record Setup(String commandLine, long seed, int threads, String blas, String adjoint) {}

  /** Gradient descent with one rate. */
  public record Descent(double rate, Lesson.Result lesson) {}

  private final Setup setup;
  private final Completion train;
  private final Completion test;
  private final RecurrentEnd newton;
  private final RecurrentEnd descent;
  private final List<Descent> descents;
  private final Descent best;
  private final Xor.Result xor;
  private final HvCheck check;

  private RecurrentResults(
      Setup setup,
      Completion train,
      Completion test,
      Lesson.Result hessianFree,
      List<Descent> descents,
      Xor.Result xor,
      HvCheck check) {
    this.setup = setup;
    this.train = train;
    this.test = test;
    this.descents = List.copyOf(descents);
    this.best =
        descents.stream()
            .min(Comparator.comparingDouble(d -> d.lesson().lowestLoss()))
            .orElseThrow();
    this.newton = RecurrentEnd.of(hessianFree, test);
    this.descent = RecurrentEnd.of(best.lesson(), test);
    this.xor = xor;
    this.check = check;
  }

  /**
   * Looks at what the runs came to on digits they have not seen; of gradient descent that rate
   * counts which saw the lowest loss.
   *
   * @param descents gradient descent with at least one rate
   */
  public static RecurrentResults of(
      Setup setup,
      Completion train,
      Completion test,
      Lesson.Result hessianFree,
      List<Descent> descents,
      Xor.Result xor,
      HvCheck check) {
    return new RecurrentResults(setup, train, test, hessianFree, descents, xor, check);
  }

  /** Whether it beat gradient descent, learnt exclusive or, and its products are exact. */
  public boolean isGood() {
    return newton.trainLoss() < descent.trainLoss()
        && xor.isSolved()
        && !check.report().verdict().isFault();
  }

  /** Some lines for the terminal. */
  public List<String> summary() {
    return List.of(
        inWords("Hessian-free      ", newton),
        inWords("gradient descent  ", descent),
        "lowest losses of gradient descent, for the same time each: " + tried(),
        String.format(
            Locale.ROOT, "mean pixels of the training digits instead: error %.3f", errorOfMeans()),
        String.format(
            Locale.ROOT,
            "exclusive or: %.3f %.3f %.3f %.3f after %d iterations, start %d",
            xor.output(0),
            xor.output(1),
            xor.output(2),
            xor.output(3),
            xor.lesson().optimization().iterations(),
            xor.starts()),
        String.format(
            Locale.ROOT,
            "products through the equilibrium: relative error %.1e against differences, %s",
            check.report().hvError(),
            check.report().verdict()));
  }

  private String inWords(String method, RecurrentEnd end) {
    String unseen =
        end.unsettled() == 0
            ? String.format(Locale.ROOT, "on unseen digits %.4f", end.testLoss())
            : end.unsettled() + " unseen digits don't settle";
    return String.format(
        Locale.ROOT,
        "%s loss %.4f, %s; %.1f %% read right, error of hidden pixels %.3f, %d unstable (%.1f s)",
        method,
        end.trainLoss(),
        unseen,
        100 * end.score().accuracy(),
        end.score().error(),
        end.unstable(),
        end.lesson().seconds());
  }

  /** The rates of gradient descent with the lowest loss of each. */
  String tried() {
    return descents.stream()
        .map(
            d -> String.format(Locale.ROOT, "%.4f at rate %.3g", d.lesson().lowestLoss(), d.rate()))
        .collect(Collectors.joining(", "));
  }

  Setup setup() {
    return setup;
  }

  Completion train() {
    return train;
  }

  Completion test() {
    return test;
  }

  RecurrentEnd newton() {
    return newton;
  }

  RecurrentEnd descent() {
    return descent;
  }

  /** The rate that counts. */
  double rate() {
    return best.rate();
  }

  List<Descent> descents() {
    return descents;
  }

  Xor.Result xor() {
    return xor;
  }

  HvCheck check() {
    return check;
  }

  double errorOfMeans() {
    return test.errorOfMeans(train.data());
  }
}
