package org.roperator.bench.minimize;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.roperator.bench.minimize.Method.End;
import org.roperator.internal.Vectors;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationListener.Signal;

/**
 * Rop's minimizers on the problems, starts and gradient that {@code
 * rop-bench/peers/minimize_scipy.py} gives to SciPy's: prints the same lines of JSON, and to the
 * error stream how many each method solved.
 *
 * <pre>
 * ./rop-bench/bench minimize --set mgh > rop.jsonl
 * ./rop-bench/bench minimize --set large --n 10000
 * ./rop-bench/bench minimize --set bounded --side 60
 * ./rop-bench/bench minimize --set compiled --n 10000
 * ./rop-bench/bench minimize --set large --problem "Extended Rosenbrock" --cold 1
 * </pre>
 *
 * <p>Solved is what it is there: a value within 1e-8 of a known minimum, or a gradient of norm at
 * most {@code --gtol}. Every run of a set is made once, for a second at most, before the first is
 * measured, and then over and over for {@code --span} seconds, of which the least time counts: the
 * clock's, and the processor's for the thread that minimizes. What the other threads of the machine
 * take, which compile and collect garbage, is told at the end.
 *
 * <p>With {@code --cold 1} nothing runs before: each run is made once, in a machine that has not
 * seen it, and the processor's time is that of all threads.
 */
public final class MinimizeTable {

  /** Of a value, relative beyond 1. */
  private static final double VALUE = 1e-8;

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "--set",
          "mgh",
          "--n",
          "1000",
          "--side",
          "30",
          "--problem",
          "",
          "--gtol",
          "1e-8",
          "--limit",
          "60",
          "--span",
          "0.05",
          "--cold",
          "0");

  private final Map<String, String> options;
  private final boolean cold;
  private final Map<String, int[]> solved = new TreeMap<>();

  private MinimizeTable(Map<String, String> options) {
    this.options = options;
    cold = number("--cold") != 0;
  }

  /**
   * Runs.
   *
   * @param args pairs of {@code --set} mgh, large, bounded or compiled, {@code --n} unknowns of the
   *     large problems, {@code --side} of the grids within bounds, {@code --problem} the beginning
   *     of the names of those that run, {@code --gtol}, {@code --limit} seconds a run, {@code
   *     --span} seconds of repetitions, {@code --cold} 1 or 0
   */
  public static void main(String[] args) {
    of(args).run(System.out, System.err);
  }

  /**
   * With options as {@link #main} takes them.
   *
   * @throws IllegalArgumentException if there is no such option, or it has no value
   */
  static MinimizeTable of(String... args) {
    Map<String, String> options = new LinkedHashMap<>(DEFAULTS);
    for (int i = 0; i < args.length; i += 2) {
      if (!options.containsKey(args[i]) || i + 1 == args.length) {
        throw new IllegalArgumentException(
            "There is no option \"" + args[i] + "\" with a value; there are " + options + ".");
      }
      options.put(args[i], args[i + 1]);
    }
    return new MinimizeTable(options);
  }

  private String option(String name) {
    return options.getOrDefault(name, "");
  }

  private double number(String option) {
    return Double.parseDouble(option(option));
  }

  /** Lines to the one, what else there is to say to the other. */
  void run(PrintStream lines, PrintStream words) {
    List<Task> tasks = tasks();
    List<Method> methods = methods();
    if (!cold) {
      for (Method method : methods) {
        for (Task task : tasks) {
          method.run().of(task, limit(Math.min(1, number("--limit"))));
        }
      }
    }
    double process = processSeconds();
    double thread = threadSeconds();
    for (Task task : tasks) {
      for (Method method : methods) {
        lines.println(measured(task, method).json());
      }
    }
    solved.forEach(
        (name, count) -> words.printf("%-60s solved %d of %d%n", name, count[0], count[1]));
    words.printf(
        Locale.ROOT,
        "All threads of the process took %.2f times what the minimizing one took.%n",
        (processSeconds() - process) / (threadSeconds() - thread));
  }

  private List<Task> tasks() {
    List<Task> all =
        switch (option("--set")) {
          case "mgh" -> Task.small();
          case "large" -> Task.large((int) number("--n"));
          case "bounded" -> Task.bounded((int) number("--side"));
          case "compiled" -> Task.compiled((int) number("--n"));
          default ->
              throw new IllegalArgumentException(
                  "The set is \""
                      + option("--set")
                      + "\", but must be mgh, large, bounded or compiled; give --set one of them.");
        };
    List<Task> wanted =
        all.stream().filter(t -> t.start().problem().startsWith(option("--problem"))).toList();
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException(
          "No problem of the set begins with \""
              + option("--problem")
              + "\"; there are "
              + all.stream().map(t -> t.start().problem()).distinct().toList()
              + ".");
    }
    return wanted;
  }

  private List<Method> methods() {
    double gtol = number("--gtol");
    return switch (option("--set")) {
      case "bounded" -> {
        List<Method> methods = new ArrayList<>(Method.bounded(End.GRADIENT, gtol));
        methods.addAll(Method.bounded(End.STANDARD, gtol));
        yield methods;
      }
      case "large", "compiled" -> Method.smooth(End.GRADIENT, gtol);
      default -> {
        List<Method> methods = new ArrayList<>();
        for (End end : End.values()) {
          methods.addAll(Method.smooth(end, gtol));
          methods.addAll(Method.squares(end, gtol));
        }
        yield methods;
      }
    };
  }

  private Run measured(Task task, Method method) {
    double seconds = Double.POSITIVE_INFINITY;
    double cpu = Double.POSITIVE_INFINITY;
    double spent = 0;
    double span = cold ? 0 : number("--span");
    Method.Found found;
    do {
      double busy = busySeconds();
      long began = System.nanoTime();
      found = method.run().of(task, limit(number("--limit")));
      double took = (System.nanoTime() - began) / 1e9;
      seconds = Math.min(seconds, took);
      cpu = Math.min(cpu, busySeconds() - busy);
      spent += took;
    } while (spent < span);
    double f = task.objective().value(found.x());
    double gradient = Vectors.norm(task.gradient(found.x()));
    boolean done = task.isSolvedBy(f, VALUE) || gradient <= number("--gtol");
    int[] count =
        solved.computeIfAbsent(
            method.name() + ", start times " + task.start().factor(), name -> new int[2]);
    count[0] += done ? 1 : 0;
    count[1]++;
    Method.Counts counts = found.counts();
    return new Run(
        peer(),
        method.name(),
        task.start(),
        new Run.Reached(f, gradient, found.message(), done),
        new Run.Spent(counts.values(), counts.gradients(), counts.products(), seconds, cpu));
  }

  private String peer() {
    if (cold) {
      return "rop, cold";
    }
    return option("--set").equals("compiled") ? "rop, compiled" : "rop";
  }

  private double busySeconds() {
    return cold ? processSeconds() : threadSeconds();
  }

  private static double threadSeconds() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }

  private static double processSeconds() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getProcessCpuTime()
        / 1e9;
  }

  /** Ends a run after so many seconds of the processor. */
  private static OptimizationListener limit(double seconds) {
    double end = threadSeconds() + seconds;
    return iteration -> threadSeconds() < end ? Signal.CONTINUE : Signal.STOP;
  }
}
