package org.roperator.cli.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.roperator.cli.metrics.Meaning;
import org.roperator.data.LabeledData;

/**
 * A task as fields of metrics.
 *
 * @param commandLine the command
 * @param data the examples
 * @param network the network
 * @param machine what computed it
 */
public record SetupMetrics(
    @Meaning("the command as it was given") String commandLine,
    @JsonUnwrapped Data data,
    @JsonUnwrapped Architecture network,
    @JsonUnwrapped Machine machine) {

  /** The fields of a task. */
  public static SetupMetrics of(Setup setup) {
    LabeledData train = setup.data().train();
    return new SetupMetrics(
        setup.commandLine(),
        new Data(
            train.name(),
            setup.data().preparation(),
            train.size(),
            setup.data().test().size(),
            train.width(),
            train.classes()),
        new Architecture(
            setup.hidden(), setup.activation(), setup.decay(), setup.parameters(), setup.seed()),
        Machine.of(setup.circumstances()));
  }

  /** The examples. */
  record Data(
      @Meaning("the name of the data") String data,
      @Meaning("what was decided about the data, such as how it is scaled") String preparation,
      @Meaning("the number of training examples") int trainSize,
      @Meaning("the number of test examples") int testSize,
      @Meaning("the number of inputs") int features,
      @Meaning("the names of the classes") List<String> classes) {}

  /** The network. */
  record Architecture(
      @Meaning("the widths of the hidden layers") List<Integer> hidden,
      @Meaning("what follows each hidden layer") String activation,
      @Meaning("the factor of the penalty ½·X·‖W‖²") double decay,
      @Meaning("the number of parameters") int parameters,
      @Meaning("what every random draw depends on") long seed) {}
}
