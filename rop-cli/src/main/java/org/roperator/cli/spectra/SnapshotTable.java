package org.roperator.cli.spectra;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.nn.spectrum.SpectrumSnapshot;
import org.roperator.spectrum.SpectralSummary;

/** Spectra as rows of a table, under names that say what each column holds. */
public final class SnapshotTable {

  private static final List<String> MEASURES =
      List.of(
          "dimension",
          "source",
          "lambda_max",
          "lambda_min",
          "trace",
          "trace_error",
          "frobenius_norm",
          "positive_condition",
          "negative_share",
          "negative_mass",
          "near_zero_share",
          "trace_rank",
          "frobenius_rank",
          "entropy",
          "products");

  private SnapshotTable() {}

  /** The names of what {@link #values} gives. */
  public static List<String> measures() {
    return MEASURES;
  }

  /** The numbers of a spectrum, each with all its digits, in the order of {@link #measures}. */
  public static List<String> values(BlockSpectrum spectrum) {
    SpectralSummary s = spectrum.summary();
    List<String> values = new ArrayList<>();
    values.add(Integer.toString(s.dimension()));
    values.add(spectrum.source().name());
    for (double x :
        new double[] {
          s.largest(),
          s.smallest(),
          s.trace(),
          spectrum.traceError(),
          s.frobeniusNorm(),
          s.signs().positiveCondition(),
          s.signs().negativeShare(),
          s.signs().negativeMass(),
          s.signs().nearZeroShare(),
          s.ranks().ofTrace(),
          s.ranks().ofFrobeniusNorm(),
          s.ranks().entropy()
        }) {
      values.add(Double.toString(x));
    }
    values.add(Integer.toString(spectrum.products()));
    return values;
  }

  /** The same of a block like another one, of which nothing is known but its size. */
  public static List<String> unmeasured(BlockSpectrum like) {
    List<String> values = new ArrayList<>();
    values.add(Integer.toString(like.summary().dimension()));
    values.add(like.source().name());
    values.addAll(Collections.nCopies(MEASURES.size() - 3, Double.toString(Double.NaN)));
    values.add("0");
    return values;
  }

  /** The names of the columns of a snapshot's rows. */
  public static List<String> headings() {
    List<String> headings = new ArrayList<>(List.of("epoch", "value", "block"));
    headings.addAll(MEASURES);
    BlockSpectrum.LEVELS.forEach(level -> headings.add("quantile_" + Math.round(100 * level)));
    headings.add("outcome");
    return headings;
  }

  /** A row for each spectrum of a snapshot. */
  public static List<List<String>> rows(SpectrumSnapshot snapshot) {
    List<List<String>> rows = new ArrayList<>();
    for (BlockSpectrum spectrum : snapshot.spectra()) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(snapshot.iteration()));
      row.add(Double.toString(snapshot.value()));
      row.add(spectrum.name());
      row.addAll(values(spectrum));
      for (int i = 0; i < BlockSpectrum.LEVELS.size(); i++) {
        boolean known = i < spectrum.quantiles().size();
        row.add(known ? Double.toString(spectrum.quantiles().get(i)) : "");
      }
      row.add(spectrum.outcome().name());
      rows.add(row);
    }
    return rows;
  }
}
