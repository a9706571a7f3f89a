package org.roperator.cli.recurrent;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.roperator.cli.run.Circumstances;
import org.roperator.cli.run.HvCheck;
import org.roperator.cli.run.Numbers;
import org.roperator.cli.run.Setup;

/** What came of {@code rop recurrent}. */
public final class RecurrentResults {

  /**
   * What was asked for.
   *
   * @param circumstances what it depends on
   * @param adjoint how gradient descent solved its adjoint systems
   */
  public record Setup(Circumstances circumstances, String adjoint) {

    /** The command as it was given. */
    public String commandLine() {
      return circumstances.commandLine();
    }

    /** What every random draw depends on. */
    public long seed() {
      return circumstances.seed();
    }

    /** The number of threads. */
    public int threads() {
      return circumstances.threads();
    }

    /** The matrix library in use. */
    public String blas() {
      return circumstances.blas();
    }
  }

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
            "exclusive or, 0 1 1 0 wanted: %.3f %.3f %.3f %.3f after %d iterations, start %d",
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
            ? "on unseen digits " + Numbers.orWord("%.4f", end.testLoss(), "infinite")
            : end.unsettled() + " unseen digits don't settle";
    return String.format(
        Locale.ROOT,
        "%s lowest loss %s, at the end %s; %.1f %% read right, error of hidden pixels %s, %d unstable"
            + " (%.1f s)",
        method,
        Numbers.orWord("%.4f", end.trainLoss(), "infinite: a digit does not settle"),
        unseen,
        100 * end.score().accuracy(),
        Numbers.orWord("%.3f", end.score().error(), "unknown, since none settles"),
        end.unstable(),
        end.lesson().seconds());
  }

  /** The rates of gradient descent with the lowest loss of each. */
  public String tried() {
    return descents.stream()
        .map(
            d ->
                Numbers.orWord("%.4f", d.lesson().lowestLoss(), "none that settles")
                    + String.format(Locale.ROOT, " at rate %.3g", d.rate()))
        .collect(Collectors.joining(", "));
  }

  /** What was asked for. */
  public Setup setup() {
    return setup;
  }

  /** What was learned from. */
  public Completion train() {
    return train;
  }

  /** The digits not seen. */
  public Completion test() {
    return test;
  }

  /** Hessian-free optimization. */
  public RecurrentEnd newton() {
    return newton;
  }

  /** Gradient descent at the rate that counts. */
  public RecurrentEnd descent() {
    return descent;
  }

  /** The rate that counts. */
  public double rate() {
    return best.rate();
  }

  /** Gradient descent at each rate. */
  public List<Descent> descents() {
    return descents;
  }

  /** What came of exclusive or. */
  public Xor.Result xor() {
    return xor;
  }

  /** The check of products. */
  public HvCheck check() {
    return check;
  }

  /** The error of filling each hidden pixel with its mean over the training digits. */
  public double errorOfMeans() {
    return test.errorOfMeans(train.data());
  }
}
