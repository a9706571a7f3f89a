package org.roperator.bench.minimize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a method: a line of JSON, with the same fields whoever ran it.
 *
 * @param peer whose method it is: rop or scipy
 * @param method its name, for Rop's with what ended it
 * @param task what it minimized, from where
 * @param reached what it came to
 * @param spent what it took
 */
record Run(String peer, String method, Start task, Reached reached, Spent spent) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A problem and a start.
   *
   * @param problem its name
   * @param n the number of its unknowns
   * @param factor of its usual start
   */
  record Start(String problem, int n, int factor) {}

  /**
   * Where a run ended.
   *
   * @param f the value; NaN if it was not finite
   * @param gradient the norm of the gradient, projected to bounds if there are any; NaN likewise
   * @param message why it ended, in the method's words
   * @param solved whether that is a known minimum, or its gradient has vanished
   */
  record Reached(double f, double gradient, String message, boolean solved) {

    /** How the message of a run begins that took longer than it may. */
    static final String STOPPED = "stopped";

    /** Whether the limit on its time ended it. */
    boolean isStopped() {
      return message.startsWith(STOPPED);
    }
  }

  /**
   * What a run took.
   *
   * @param values of the objective
   * @param gradients of it; one that came with a value counts in both
   * @param products with the Hessian
   * @param seconds by the clock, the least of several runs
   * @param cpu seconds of the processor, the least of several runs
   */
  record Spent(long values, long gradients, long products, double seconds, double cpu) {

    long evaluations() {
      return values + gradients;
    }
  }

  /** The line. */
  String json() {
    ObjectNode line = JSON.createObjectNode();
    line.put("peer", peer);
    line.put("method", method);
    line.put("problem", task.problem);
    line.put("n", task.n);
    line.put("start", task.factor);
    put(line, "f", reached.f);
    put(line, "gnorm", reached.gradient);
    line.put("values", spent.values);
    line.put("gradients", spent.gradients);
    line.put("products", spent.products);
    line.put("seconds", spent.seconds);
    line.put("cpu", spent.cpu);
    line.put("message", reached.message);
    line.put("solved", reached.solved);
    return line.toString();
  }

  /** A number that JSON has no word for is null. */
  private static void put(ObjectNode line, String name, double number) {
    if (Double.isFinite(number)) {
      line.put(name, number);
    } else {
      line.putNull(name);
    }
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is no such line, with the line
   */
  static Run parsed(String line) {
    try {
      JsonNode of = JSON.readTree(line);
      return new Run(
          of.required("peer").asText(),
          of.required("method").asText(),
          new Start(
              of.required("problem").asText(),
              of.required("n").asInt(),
              of.required("start").asInt()),
          new Reached(
              of.required("f").asDouble(Double.NaN),
              of.required("gnorm").asDouble(Double.NaN),
              of.required("message").asText(),
              of.required("solved").asBoolean()),
          new Spent(
              of.required("values").asLong(),
              of.required("gradients").asLong(),
              of.required("products").asLong(),
              of.required("seconds").asDouble(),
              of.required("cpu").asDouble()));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The line \"" + line + "\" is not a run as MinimizeTable or minimize_scipy.py print one.",
          e);
    }
  }

  /** Reads files of lines, one after the other. */
  static List<Run> read(List<Path> files) {
    List<Run> runs = new ArrayList<>();
    for (Path file : files) {
      try {
        Files.readAllLines(file, StandardCharsets.UTF_8).stream()
            .filter(line -> !line.isBlank())
            .map(Run::parsed)
            .forEach(runs::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return runs;
  }

  /** The method with its peer, as it is named beside others. */
  String name() {
    return peer + " " + method;
  }
}
