package org.roperator.cli.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.roperator.parallel.Workers;

/** Which spectral quantities go with the generalization gap, and how surely. */
public final class StudyAnalysis {

  private static final int DRAWS = 1000;

  /** The quantities asked about, by the names of their columns. */
  public static final List<String> QUANTITIES =
      List.of(
          "lambda_max",
          "lambda_min",
          "trace",
          "frobenius_norm",
          "negative_share",
          "negative_mass",
          "near_zero_share",
          "trace_rank",
          "frobenius_rank",
          "positive_condition",
          "entropy",
          "trace_share");

  private StudyAnalysis() {}

  /**
   * One quantity of one block at one moment beside the gap at the end.
   *
   * @param asked which quantity
   * @param networks how many networks have it
   * @param pooled Spearman's correlation over all networks
   * @param within the correlation of ranks within each set and noise
   * @param given the latter given the training loss at the same moment
   * @param givenBoth the latter given also the number of parameters
   */
  public record Association(
      Asked asked,
      int networks,
      Interval pooled,
      Interval within,
      Interval given,
      Interval givenBoth) {

    /** When the quantity was measured. */
    public String moment() {
      return asked.moment();
    }

    /** Of which block: all, first or last. */
    public String block() {
      return asked.block();
    }

    /** Its column. */
    public String quantity() {
      return asked.quantity();
    }
  }

  /**
   * A quantity.
   *
   * @param moment when it was measured
   * @param block all, first or last
   * @param quantity its column
   */
  public record Asked(String moment, String block, String quantity) {}

  /** The generalization gap: test loss less training loss, both at the end. */
  public static double gap(StudyRow end) {
    return end.number("test_loss") - end.number("train_loss");
  }

  /** All rows of the whole matrix at the end, one for each network. */
  public static List<StudyRow> ends(List<StudyRow> rows) {
    return rows.stream()
        .filter(r -> r.text("moment").equals(Moment.END.label()) && r.text("block").equals("all"))
        .toList();
  }

  /** How many networks have no end, for their training was not finite. */
  public static long notFinite(List<StudyRow> rows) {
    return ends(rows).stream()
        .filter(row -> row.text("outcome").equals(StudyCell.TRAINING_NOT_FINITE))
        .count();
  }

  /** Every quantity of every kind of block, early and at the end. */
  public static List<Association> associations(List<StudyRow> rows, long seed, Workers workers) {
    Map<List<String>, Double> gaps = new HashMap<>();
    ends(rows).forEach(row -> gaps.put(row.cell(), gap(row)));
    List<Asked> asked = new ArrayList<>();
    for (Moment moment : List.of(Moment.END, Moment.EARLY)) {
      for (String block : List.of("all", "first", "last")) {
        for (String quantity : QUANTITIES) {
          if (!(block.equals("all") && quantity.equals("trace_share"))) {
            asked.add(new Asked(moment.label(), block, quantity));
          }
        }
      }
    }
    Association[] found = new Association[asked.size()];
    workers.run(found.length, i -> found[i] = associate(asked.get(i), rows, gaps, seed));
    return List.of(found);
  }

  private static Association associate(
      Asked asked, List<StudyRow> rows, Map<List<String>, Double> gaps, long seed) {
    Map<String, List<double[]>> groups = new LinkedHashMap<>();
    Map<String, String> sets = new LinkedHashMap<>();
    int networks = 0;
    for (StudyRow row : rows) {
      Double gap = gaps.get(row.cell());
      if (gap == null
          || !row.text("moment").equals(asked.moment())
          || !row.text("block").equals(blockOf(asked.block(), row))) {
        continue;
      }
      double[] numbers = {
        row.number(asked.quantity()), gap, row.number("train_loss"), row.number("parameters")
      };
      if (Arrays.stream(numbers).allMatch(Double::isFinite)) {
        networks++;
        sets.put(row.variant(), row.text("set"));
        groups.computeIfAbsent(row.variant(), v -> new ArrayList<>()).add(numbers);
      }
    }
    List<String> names = sets.values().stream().distinct().toList();
    int[] clusters =
        groups.keySet().stream()
            .mapToInt(v -> names.indexOf(Objects.requireNonNull(sets.get(v))))
            .toArray();
    GroupedRanks ranks =
        new GroupedRanks(
            column(groups, 0),
            column(groups, 1),
            List.of(column(groups, 2), column(groups, 3)),
            clusters);
    return new Association(
        asked,
        networks,
        ranks.pooled(DRAWS, seed),
        ranks.within(DRAWS, seed),
        ranks.partial(1, DRAWS, seed),
        ranks.partial(2, DRAWS, seed));
  }

  /** The name of the first or last layer's block in the network of a row; of one layer none. */
  private static String blockOf(String kind, StudyRow row) {
    if (kind.equals("all")) {
      return "all";
    }
    String hidden = row.text("hidden");
    if (hidden.equals("none")) {
      return "";
    }
    return kind.equals("first") ? "layer1" : "layer" + (hidden.split(",", -1).length + 1);
  }

  private static List<double[]> column(Map<String, List<double[]>> groups, int index) {
    return groups.values().stream()
        .map(group -> group.stream().mapToDouble(numbers -> numbers[index]).toArray())
        .toList();
  }
}
