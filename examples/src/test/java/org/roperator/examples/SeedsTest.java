package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing is drawn in a way that differs between JDKs, and no double with two decimals alone. */
class SeedsTest {

  /** Streams of normal numbers differ between JDKs; parallel streams split as threads have it. */
  private static final List<String> DIFFERING =
      List.of(".nextGaussian(", "Math.random(", "ThreadLocalRandom", "SecureRandom");

  /** jqwik's own doubles: {@code Doubles} and {@code @AnyDouble} of rop-core's tests draw all. */
  private static final List<String> COARSE =
      List.of(
          "Arbitraries.doubles(",
          "Arbitraries.floats(",
          "Arbitraries.defaultFor(Double",
          "@DoubleRange",
          "@FloatRange");

  /** A parameter whose type has doubles in it, with the annotations before its type. */
  private static final Pattern DRAWN =
      Pattern.compile(
          "@ForAll\\s+(?:@\\w+(?:\\([^)]*\\))?\\s+)*[\\w.<>\\[\\], ?]*?\\b(?:[dD]ouble|[fF]loat)\\b");

  private static List<String> faultsOf(String source) {
    List<String> faults = new ArrayList<>();
    Stream.concat(DIFFERING.stream(), COARSE.stream())
        .filter(source::contains)
        .forEach(faults::add);
    DRAWN
        .matcher(source)
        .results()
        .map(drawn -> drawn.group().replaceAll("\\s+", " "))
        .filter(drawn -> !drawn.contains("@AnyDouble"))
        .forEach(faults::add);
    return faults;
  }

  @Test
  void noSourceDrawsWhatDependsOnTheJdkOrHasFewDigits() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("rop-core"))) {
      root = Objects.requireNonNull(root.getParent(), "no directory above holds rop-core");
    }
    List<Path> modules;
    try (Stream<Path> directories = Files.list(root)) {
      modules = directories.map(d -> d.resolve("src")).filter(Files::isDirectory).toList();
    }
    int read = 0;
    TreeSet<String> seen = new TreeSet<>();
    for (Path module : modules) {
      List<Path> sources;
      try (Stream<Path> files = Files.walk(module)) {
        sources = files.filter(p -> p.toString().endsWith(".java")).toList();
      }
      seen.add(Objects.requireNonNull(module.getParent()).getFileName().toString());
      for (Path source : sources) {
        if (!source.endsWith("SeedsTest.java")) { // which names them
          assertEquals(List.of(), faultsOf(Files.readString(source)), source.toString());
          read++;
        }
      }
    }
    List<String> all =
        List.of(
            "rop-core",
            "rop-openblas",
            "rop-nn",
            "rop-recurrent",
            "rop-boltzmann",
            "examples",
            "rop-bench");
    assertTrue(seen.containsAll(all), seen::toString);
    assertTrue(read > 500, read + " sources read");
  }

  @Test
  void plainDoublesAreSeenAndThoseOfAllDigitsLetPass() {
    for (String plain :
        List.of(
            "f(@ForAll double x)",
            "f(@ForAll Double x)",
            "f(@ForAll\n      @Positive double x)",
            "f(@ForAll int n, @ForAll @NotEmpty List<Double> x)",
            "f(@ForAll @Size(min = 3) double[] x)",
            "f(@ForAll Map<Integer, Double> x)",
            "f(@ForAll @DoubleRange(min = 1) double x)",
            "f(@ForAll float x)",
            "return Arbitraries.doubles().ofScale(9);")) {
      assertTrue(!faultsOf(plain).isEmpty(), plain);
    }
    for (String strong :
        List.of(
            "f(@ForAll @AnyDouble(min = 1e-3, max = 2) double x)",
            "f(@ForAll @Size(3) List<@AnyDouble Double> x)",
            "f(@ForAll(\"points\") double x)",
            "f(@ForAll long seed) { double x = 1; }",
            "f(@ForAll int n, @ForAll @AnyDouble double x)")) {
      assertEquals(List.of(), faultsOf(strong), strong);
    }
  }
}
