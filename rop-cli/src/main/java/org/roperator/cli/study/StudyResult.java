package org.roperator.cli.study;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.roperator.cli.run.Circumstances;
import org.roperator.cli.study.StudyAnalysis.Association;

/**
 * All that {@code rop study} found.
 *
 * @param settings its grid
 * @param rows its table
 * @param associations what goes with the generalization gap
 * @param circumstances what else it depends on; its seed is the first
 * @param seconds how long this run took
 */
public record StudyResult(
    StudySettings settings,
    List<StudyRow> rows,
    List<Association> associations,
    Circumstances circumstances,
    double seconds) {

  /** Copies the lists. */
  public StudyResult {
    rows = List.copyOf(rows);
    associations = List.copyOf(associations);
  }

  /** The first seed. */
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

  /** Those of one moment and kind of block, the strongest within sets first. */
  public List<Association> of(String moment, String block) {
    return associations.stream()
        .filter(a -> a.moment().equals(moment) && a.block().equals(block))
        .sorted(
            Comparator.comparingDouble(
                (Association a) ->
                    Double.isNaN(a.within().value()) ? 1 : -Math.abs(a.within().value())))
        .toList();
  }

  /** The headings of {@link #rowsAtTheEnd}. */
  public static List<String> headings() {
    return List.of(
        "whole Hessian, end",
        "all networks",
        "within a set",
        "given training loss",
        "given loss and size");
  }

  /** A row for each quantity of the whole matrix at the end. */
  public List<List<String>> rowsAtTheEnd() {
    return of("end", "all").stream()
        .map(
            a ->
                List.of(
                    a.quantity(),
                    text(a.pooled()),
                    text(a.within()),
                    text(a.given()),
                    text(a.givenBoth())))
        .toList();
  }

  /** A sentence on networks that are left out, if there are any. */
  public Optional<String> warning() {
    return notFinite() == 0
        ? Optional.empty()
        : Optional.of(
            notFinite()
                + " of the networks are left out: their training ended in numbers that are not"
                + " finite.");
  }

  /** A correlation with its interval, if it has one. */
  public static String text(Interval r) {
    if (Double.isNaN(r.value())) {
      return "–";
    }
    return Double.isNaN(r.low())
        ? String.format(Locale.ROOT, "%+.2f", r.value())
        : String.format(Locale.ROOT, "%+.2f [%+.2f, %+.2f]", r.value(), r.low(), r.high());
  }

  /** How many networks ended in numbers that are not finite. */
  public long notFinite() {
    return StudyAnalysis.notFinite(rows);
  }

  /** A share as per cent with all its digits. */
  public static String percent(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }

  /** One row for each network, of the whole matrix at the end. */
  public List<StudyRow> ends() {
    return StudyAnalysis.ends(rows);
  }
}
