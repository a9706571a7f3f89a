package org.roperator.examples.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.roperator.examples.study.Interval;
import org.roperator.examples.study.StudyAnalysis;
import org.roperator.examples.study.StudyAnalysis.Association;
import org.roperator.examples.study.StudyRow;
import org.roperator.examples.study.StudySettings;

/**
 * All that {@code rop study} found.
 *
 * @param settings its grid
 * @param rows its table
 * @param associations what goes with the generalisation gap
 * @param seed the first seed
 * @param threads how many
 * @param blas the matrix library in use
 * @param commandLine the command as it was given
 * @param seconds how long this run took
 */
public record StudyResult(
    StudySettings settings,
    List<StudyRow> rows,
    List<Association> associations,
    long seed,
    int threads,
    String blas,
    String commandLine,
    double seconds) {

  private static final String ROW = "%-19s %21s %21s %21s %21s";

  /** Copies the lists. */
  public StudyResult {
    rows = List.copyOf(rows);
    associations = List.copyOf(associations);
  }

  /** Those of one moment and kind of block, the strongest within sets first. */
  List<Association> of(String moment, String block) {
    return associations.stream()
        .filter(a -> a.moment().equals(moment) && a.block().equals(block))
        .sorted(
            Comparator.comparingDouble(
                (Association a) ->
                    Double.isNaN(a.within().value()) ? 1 : -Math.abs(a.within().value())))
        .toList();
  }

  /** The table of the whole matrix at the end in plain text. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Spearman's rho with the gap (test loss - training loss) at the end, 95 % intervals:");
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            ROW,
            "whole Hessian, end",
            "all networks",
            "within a set",
            "given training loss",
            "given loss and size"));
    for (Association a : of("end", "all")) {
      lines.add(
          String.format(
              Locale.ROOT,
              ROW,
              a.quantity(),
              text(a.pooled()),
              text(a.within()),
              text(a.given()),
              text(a.givenBoth())));
    }
    if (notFinite() > 0) {
      lines.add("");
      lines.add(
          notFinite()
              + " of the networks are left out: their training ended in numbers that are not"
              + " finite.");
    }
    return lines;
  }

  static String text(Interval r) {
    if (Double.isNaN(r.value())) {
      return "–";
    }
    return Double.isNaN(r.low())
        ? String.format(Locale.ROOT, "%+.2f", r.value())
        : String.format(Locale.ROOT, "%+.2f [%+.2f, %+.2f]", r.value(), r.low(), r.high());
  }

  long notFinite() {
    return StudyAnalysis.notFinite(rows);
  }

  /** A share as per cent with all its digits. */
  static String percent(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }

  /** One row for each network, of the whole matrix at the end. */
  List<StudyRow> ends() {
    return StudyAnalysis.ends(rows);
  }
}
