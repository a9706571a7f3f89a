package org.roperator.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roperator.data.BadInput;
import org.roperator.data.LabeledData;
import org.roperator.nn.Initializer;
import org.roperator.nn.Network;
import org.roperator.nn.layer.Activation;
import picocli.CommandLine.Option;

/** Which network to train or check. */
final class NetworkOptions {

  private static final int WIDEST = 100_000_000;

  @Option(
      names = "--hidden",
      paramLabel = "WIDTHS",
      defaultValue = "64",
      description =
          "Widths of the hidden layers, such as 64,32, or none (default: ${DEFAULT-VALUE}).")
  private String hidden;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      defaultValue = "tanh",
      completionCandidates = Activations.Names.class,
      description =
          "What follows each hidden layer: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private String activation;

  @Option(
      names = "--decay",
      paramLabel = "X",
      description =
          "Adds ½·X·‖W‖² over the weights, not the biases, to the loss (default: 1 / the number of"
              + " training examples).")
  private @Nullable Double decay;

  @Option(
      names = "--load",
      paramLabel = "FILE",
      description = "Begin with the weights of a safetensors file instead of random ones.")
  private @Nullable Path load;

  /** What the user chose, or the decay of a prior of variance 1 on each weight. */
  double decay(int examples) {
    if (decay == null) {
      return 1.0 / examples;
    }
    if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
      throw new BadInput("--decay is " + decay + ", but must be finite and at least 0.");
    }
    return decay;
  }

  Optional<Path> load() {
    return Optional.ofNullable(load);
  }

  Activation activation() {
    return Activations.named(activation);
  }

  /** Rectifiers lose half of what passes through them. */
  Initializer initializer() {
    return activation().isPiecewiseLinear() && !activation().name().equals("identity")
        ? Initializer.he()
        : Initializer.glorotNormal();
  }

  /** The options as one would give them again, names in lower case. */
  String asGiven() {
    List<String> widths = hidden().stream().map(width -> Integer.toString(width)).toList();
    return "--hidden "
        + (widths.isEmpty() ? "none" : String.join(",", widths))
        + " --activation "
        + activationName();
  }

  /** The activation's name on the command line. */
  String activationName() {
    return Activations.nameOf(activation);
  }

  List<Integer> hidden() {
    return widths(hidden);
  }

  /**
   * The widths that a text spells.
   *
   * @throws BadInput if it doesn't
   */
  static List<Integer> widths(String hidden) {
    List<Integer> widths = new ArrayList<>();
    if (hidden.equals("none")) {
      return widths;
    }
    for (String text : hidden.split(",", -1)) {
      boolean spelt = text.strip().matches("[0-9]{1,18}");
      long width = spelt ? Long.parseLong(text.strip()) : 0;
      if (width > WIDEST) {
        throw new BadInput(
            String.format(
                Locale.ROOT, "--hidden has the width %d, but may have up to %,d.", width, WIDEST));
      }
      if (width < 1) {
        throw new BadInput(
            "--hidden is \""
                + hidden
                + "\", but must be widths of at least 1, such as 64,32, or none.");
      }
      widths.add((int) width);
    }
    return widths;
  }

  /** The number of parameters the network would have, in floating point so as not to overflow. */
  double parameters(LabeledData data) {
    double count = 0;
    double inputs = data.width();
    for (int width : hidden()) {
      count += (inputs + 1) * width;
      inputs = width;
    }
    return count + (inputs + 1) * data.classes().size();
  }

  Network network(LabeledData data) {
    Network network = Network.inputs(data.width());
    for (int width : hidden()) {
      network = network.affine(width).then(activation());
    }
    return network.affine(data.classes().size());
  }
}
