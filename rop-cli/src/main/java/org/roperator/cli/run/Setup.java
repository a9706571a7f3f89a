package org.roperator.cli.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.roperator.data.TrainTest;

/**
 * What was asked for.
 *
 * @param data the examples
 * @param hidden the widths of the hidden layers
 * @param activation the name of their activation
 * @param decay the factor of the L2 penalty
 * @param parameters the number of parameters
 * @param circumstances what else it depends on
 */
public record Setup(
    TrainTest data,
    List<Integer> hidden,
    String activation,
    double decay,
    int parameters,
    Circumstances circumstances) {

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

  /** The command as it was given. */
  public String commandLine() {
    return circumstances.commandLine();
  }

  /** The network as widths from inputs to outputs, such as {@code 64 → 32 → 10}. */
  public String network() {
    StringBuilder text = new StringBuilder().append(data.train().width());
    hidden.forEach(width -> text.append(" → ").append(width));
    return text.append(" → ").append(data.train().classes().size()).toString();
  }

  /** All of it as names and values for a page; may be added to. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Command", commandLine());
    facts.put(
        "Data",
        String.format(
            Locale.ROOT,
            "%s: %,d to train on, %,d to test on; %s",
            data.train().name(),
            data.train().size(),
            data.test().size(),
            data.preparation()));
    facts.put("Network", network() + ", " + activation + ", softmax cross-entropy");
    facts.put("Decay", String.format(Locale.ROOT, "%.3g", decay));
    facts.put("Seed", Long.toString(seed()));
    facts.put("Threads", Integer.toString(threads()));
    facts.put("BLAS", blas());
    return facts;
  }
}
