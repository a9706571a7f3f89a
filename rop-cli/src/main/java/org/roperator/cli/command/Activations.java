package org.roperator.cli.command;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.roperator.data.BadInput;
import org.roperator.nn.layer.Activation;

/** The activations by the names they have on the command line. */
final class Activations {

  private static final Map<String, Supplier<Activation>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("tanh", Activation::tanh);
    BY_NAME.put("logistic", Activation::logistic);
    BY_NAME.put("relu", Activation::relu);
    BY_NAME.put("leaky-relu", Activation::leakyRelu);
    BY_NAME.put("elu", Activation::elu);
    BY_NAME.put("softplus", Activation::softplus);
    BY_NAME.put("silu", Activation::silu);
    BY_NAME.put("gelu", Activation::gelu);
    BY_NAME.put("identity", Activation::identity);
  }

  private Activations() {}

  /** The names, for help and completion. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return BY_NAME.keySet().iterator();
    }
  }

  /** The name of a name that may have capitals. */
  static String nameOf(String given) {
    return given.toLowerCase(Locale.ROOT);
  }

  static Activation named(String name) {
    Supplier<Activation> activation = BY_NAME.get(nameOf(name));
    if (activation == null) {
      throw new BadInput(
          "There is no activation \""
              + name
              + "\"; there are "
              + String.join(", ", BY_NAME.keySet())
              + ".");
    }
    return activation.get();
  }
}
