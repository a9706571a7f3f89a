package org.roperator.cli.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.roperator.data.BadInput;
import org.roperator.data.Excerpt;
import org.roperator.data.TextTable;

/**
 * Makes examples of a table as a request wants them.
 *
 * <p>A column of words is a factor: one column of zeros and ones for each level but the base, which
 * is the first in natural order unless another is named.
 */
public final class ExamplesReader {

  /** The sums over counts take an array as long as the largest. */
  private static final double LARGEST_COUNT = 1e6;

  private static final Set<String> YES = Set.of("1", "true", "yes");
  private static final Set<String> NO = Set.of("0", "false", "no");

  private final TextTable table;
  private final Request request;
  private final List<String> remarks;

  /** The columns by their parts, as places in the table. */
  private final int target;

  private final Set<Integer> features;
  private int[] rows = new int[0];

  private ExamplesReader(TextTable table, Request request) {
    this.table = table;
    this.request = request;
    this.remarks = new ArrayList<>(table.remarks());
    this.target =
        request
            .roles()
            .target()
            .map(name -> place("--target", name))
            .orElse(table.names().size() - 1);
    this.features = chooseFeatures();
  }

  /**
   * The examples.
   *
   * @throws BadInput naming file, line and column of what can't be used, and what to do
   */
  public static Examples read(TextTable table, Request request) {
    return new ExamplesReader(table, request).examples();
  }

  private int place(String option, String nameOrNumber) {
    return table
        .find(nameOrNumber)
        .orElseThrow(
            () ->
                new BadInput(
                    table.source()
                        + ": there is no column "
                        + Excerpt.quoted(nameOrNumber)
                        + " for "
                        + option
                        + "; choose a number from 1 to "
                        + table.names().size()
                        + " or one of "
                        + Excerpt.list(", ", table.names())
                        + "."));
  }

  private Set<Integer> chooseFeatures() {
    Roles roles = request.roles();
    Set<Integer> taken = new LinkedHashSet<>(List.of(target));
    roles.event().ifPresent(name -> take("--event", name, taken));
    roles.weights().ifPresent(name -> take("--weights", name, taken));
    roles.offset().ifPresent(name -> take("--offset", name, taken));
    roles.exposure().ifPresent(name -> take("--exposure", name, taken));
    Terms terms = request.terms();
    Set<Integer> chosen = new LinkedHashSet<>();
    if (terms.features().isPresent()) {
      for (String name : terms.features().get()) {
        int column = place("--features", name);
        if (taken.contains(column)) {
          throw twice("--features", column);
        }
        chosen.add(column);
      }
    } else {
      IntStream.range(0, table.names().size())
          .filter(column -> !taken.contains(column))
          .forEach(chosen::add);
    }
    for (String name : terms.without()) {
      if (!chosen.remove(place("--without", name))) {
        throw new BadInput(
            "--without names the column "
                + Excerpt.of(name)
                + ", which is no feature; leave the option out.");
      }
    }
    requireFeatures("--factor", terms.factors(), chosen);
    requireFeatures("--base", terms.bases().keySet(), chosen);
    if (chosen.isEmpty() && !terms.intercept()) {
      throw new BadInput(
          "There are neither features nor an intercept; leave out --no-intercept, or name a"
              + " feature.");
    }
    return chosen;
  }

  private void take(String option, String name, Set<Integer> taken) {
    int column = place(option, name);
    if (!taken.add(column)) {
      throw twice(option, column);
    }
  }

  private BadInput twice(String option, int column) {
    return new BadInput(
        option
            + " names the column "
            + Excerpt.of(table.names().get(column))
            + ", which has another part already; each column can have one.");
  }

  private void requireFeatures(String option, Iterable<String> names, Set<Integer> chosen) {
    for (String name : names) {
      if (!chosen.contains(place(option, name))) {
        throw new BadInput(
            option + " names the column " + Excerpt.of(name) + ", which is no feature.");
      }
    }
  }

  private TableColumn column(int place) {
    return new TableColumn(table, place);
  }

  private Optional<TableColumn> role(Optional<String> name) {
    return name.map(n -> column(place("", n)));
  }

  private Examples examples() {
    rows = completeRows();
    Optional<TableColumn> weighing = role(request.roles().weights());
    weighing.ifPresent(this::dropWeightless);
    double[] weights = weighing.map(column -> column.numbers(rows)).orElseGet(() -> filled(1));
    double[] offset = offset();
    Examples.Target explained = explained();
    Design design = design();
    if (rows.length < design.width()) {
      throw new BadInput(
          table.source()
              + ": there are "
              + rows.length
              + " examples, but "
              + design.width()
              + " coefficients, which they can't tell; leave out features with --without, or add"
              + " examples.");
    }
    return new Examples(table.source(), explained, weights, offset, design, remarks);
  }

  private double[] filled(double number) {
    double[] all = new double[rows.length];
    Arrays.fill(all, number);
    return all;
  }

  /** The rows in which no column that is used has a field missing. */
  private int[] completeRows() {
    Set<Integer> used = new LinkedHashSet<>(features);
    used.add(target);
    request.roles().besides().forEach(name -> used.add(place("", name)));
    boolean[] incomplete = new boolean[table.size()];
    Map<String, Integer> missing = new LinkedHashMap<>();
    TableColumn first = null;
    int firstRow = 0;
    for (int place : used) {
      TableColumn column = column(place);
      for (int row = 0; row < incomplete.length; row++) {
        if (column.isMissing(row)) {
          incomplete[row] = true;
          missing.merge(column.name(), 1, Integer::sum);
          if (first == null) {
            first = column;
            firstRow = row;
          }
        }
      }
    }
    int[] complete =
        IntStream.range(0, incomplete.length).filter(row -> !incomplete[row]).toArray();
    if (first == null) {
      return complete;
    }
    int dropped = incomplete.length - complete.length;
    String counts =
        Excerpt.list(
            ", ", missing.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
    if (request.missing() == Request.Missing.REFUSE) {
      throw first.bad(
          firstRow,
          "the field is missing, as others are (by column: "
              + counts
              + "); fill them in, or leave out their "
              + dropped
              + (dropped == 1 ? " row" : " rows")
              + " with --missing drop.");
    }
    if (complete.length == 0) {
      throw new BadInput(
          table.source()
              + ": every row has a field missing (by column: "
              + counts
              + "); leave columns out with --without.");
    }
    remarks.add(
        dropped
            + (dropped == 1 ? " row" : " rows")
            + " with missing fields left out (by column: "
            + counts
            + ")");
    return complete;
  }

  /** Rows that stand for no example say nothing, and no level should be known by them alone. */
  private void dropWeightless(TableColumn column) {
    double[] all = column.numbers(rows);
    int[] heavy =
        IntStream.range(0, rows.length)
            .filter(
                i -> {
                  if (all[i] < 0) {
                    throw column.bad(
                        rows[i], "a weight is " + all[i] + ", but none may be negative.");
                  }
                  return all[i] > 0;
                })
            .map(i -> rows[i])
            .toArray();
    if (heavy.length == 0) {
      throw column.bad("all weights are 0, so there are no examples; choose another column.");
    }
    if (heavy.length < rows.length) {
      remarks.add((rows.length - heavy.length) + " rows of weight 0 left out");
    }
    rows = heavy;
  }

  private double[] offset() {
    double[] offset =
        role(request.roles().offset())
            .map(column -> column.numbers(rows))
            .orElseGet(() -> filled(0));
    Optional<TableColumn> exposed = role(request.roles().exposure());
    if (exposed.isPresent()) {
      double[] exposure = exposed.get().numbers(rows);
      for (int i = 0; i < exposure.length; i++) {
        if (!(exposure[i] > 0)) {
          throw exposed
              .get()
              .bad(rows[i], "an exposure is " + exposure[i] + ", but each must be above 0.");
        }
        offset[i] += Math.log(exposure[i]);
      }
    }
    return offset;
  }

  private Examples.Target explained() {
    TableColumn column = column(target);
    ModelKind kind = request.kind();
    if (kind == ModelKind.LOGISTIC) {
      return classes(column);
    }
    if (column.isWords(rows)) {
      throw column.bad(
          "a "
              + kind.label()
              + " model explains numbers, but the target holds words, such as "
              + Excerpt.quoted(column.field(rows[0]))
              + "; choose another with --target.");
    }
    double[] values = column.numbers(rows);
    boolean[] events = new boolean[0];
    if (kind.isCount()) {
      requireCounts(column, values);
    }
    if (kind.isLifetime()) {
      requireTimes(column, values);
      events = events();
    } else if (kind == ModelKind.LINEAR
        && request.roles().offset().isEmpty()
        && isConstant(values)) {
      throw column.bad(
          "the target is " + column.field(rows[0]) + " in every row; there is nothing to explain.");
    }
    return new Examples.Target(column.name(), values, events);
  }

  private static boolean isConstant(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == values[0]);
  }

  private void requireCounts(TableColumn column, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] != Math.rint(values[i])) {
        throw column.bad(
            rows[i],
            column.field(rows[i])
                + " is no count, which is a whole number from 0 on; mend it, or choose another"
                + " model, such as --model linear.");
      }
      if (request.kind() == ModelKind.NEGATIVE_BINOMIAL && values[i] > LARGEST_COUNT) {
        throw column.bad(
            rows[i],
            String.format(
                Locale.ROOT,
                "%.0f is above %,.0f, the largest count of this model; choose --model linear for"
                    + " logarithms of the counts.",
                values[i],
                LARGEST_COUNT));
      }
    }
    if (Arrays.stream(values).allMatch(value -> value == 0)) {
      throw column.bad("every count is 0, so the mean has no maximum likelihood above 0.");
    }
  }

  private void requireTimes(TableColumn column, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] > 0)) {
        throw column.bad(
            rows[i],
            column.field(rows[i])
                + " is no lifetime, which is above 0; mend it, or leave the row out.");
      }
    }
  }

  private boolean[] events() {
    boolean[] events = new boolean[rows.length];
    Optional<TableColumn> seen = role(request.roles().event());
    if (seen.isEmpty()) {
      Arrays.fill(events, true);
      return events;
    }
    TableColumn column = seen.get();
    for (int i = 0; i < rows.length; i++) {
      String word = column.field(rows[i]).toLowerCase(Locale.ROOT);
      if (!YES.contains(word) && !NO.contains(word)) {
        throw column.bad(
            rows[i],
            Excerpt.quoted(column.field(rows[i]))
                + " is neither 1 (the event was seen) nor 0 (the time is censored).");
      }
      events[i] = YES.contains(word);
    }
    if (IntStream.range(0, events.length).noneMatch(i -> events[i])) {
      throw column.bad(
          "all times are censored, so lifetimes of any length explain them; wait for events, or"
              + " choose another column with --event.");
    }
    return events;
  }

  private Examples.Target classes(TableColumn column) {
    List<String> levels = List.copyOf(column.levels(rows).keySet());
    if (levels.size() != 2) {
      throw column.bad(
          levels.size() == 1
              ? "the target is "
                  + Excerpt.of(levels.get(0))
                  + " in every row, but a logistic model tells two classes apart."
              : "the target has "
                  + levels.size()
                  + " values ("
                  + Excerpt.list(", ", levels.subList(0, Math.min(5, levels.size())))
                  + (levels.size() > 5 ? ", …" : "")
                  + "), but a logistic model tells two classes apart; choose another with --target.");
    }
    String success = request.roles().success().orElse(levels.get(1));
    if (!levels.contains(success)) {
      throw column.bad(
          "--success is "
              + Excerpt.quoted(success)
              + ", but the classes are "
              + levels.get(0)
              + " and "
              + levels.get(1)
              + ".");
    }
    double[] values = new double[rows.length];
    column.levels(rows).getOrDefault(success, List.of()).forEach(i -> values[i] = 1);
    remarks.add("success is " + column.name() + " = " + success);
    return new Examples.Target(column.name() + " = " + success, values, new boolean[0]);
  }

  private Design design() {
    List<Design.Term> terms = new ArrayList<>();
    List<double[]> columns = new ArrayList<>();
    if (request.terms().intercept()) {
      terms.add(new Design.Term(Design.INTERCEPT, Design.INTERCEPT));
      columns.add(filled(1));
    }
    Set<Integer> factors = new LinkedHashSet<>();
    request.terms().factors().forEach(name -> factors.add(place("--factor", name)));
    Map<Integer, String> bases = new LinkedHashMap<>();
    request.terms().bases().forEach((name, level) -> bases.put(place("--base", name), level));
    for (int place : features) {
      TableColumn column = column(place);
      boolean asked = factors.contains(place) || bases.containsKey(place);
      if (asked || column.isWords(rows)) {
        addFactor(column, asked, Optional.ofNullable(bases.get(place)), terms, columns);
      } else {
        double[] numbers = column.numbers(rows);
        if (request.terms().intercept() && isConstant(numbers)) {
          throw constant(column);
        }
        terms.add(new Design.Term(column.name(), column.name()));
        columns.add(numbers);
      }
    }
    return Design.of(rows.length, terms, columns);
  }

  private BadInput constant(TableColumn column) {
    return column.bad(
        "it is "
            + Excerpt.of(column.field(rows[0]))
            + " in every row, from which nothing can be told; leave it out with --without "
            + Excerpt.of(column.name())
            + ".");
  }

  private void addFactor(
      TableColumn column,
      boolean asked,
      Optional<String> base,
      List<Design.Term> terms,
      List<double[]> columns) {
    Map<String, List<Integer>> levels = column.levels(rows);
    if (levels.size() == 1) {
      throw constant(column);
    }
    if (!asked && 2 * levels.size() > rows.length) {
      throw column.bad(
          "it holds "
              + levels.size()
              + " different words in "
              + rows.length
              + " rows, too many to tell what each is worth; leave it out with --without "
              + Excerpt.of(column.name())
              + ".");
    }
    String first = base.orElse(levels.keySet().iterator().next());
    if (!levels.containsKey(first)) {
      throw column.bad(
          "--base names the level "
              + Excerpt.quoted(first)
              + ", but there are "
              + Excerpt.list(", ", List.copyOf(levels.keySet()))
              + ".");
    }
    remarks.add(
        column.name() + " is a factor of " + levels.size() + " levels, compared with " + first);
    levels.forEach(
        (level, places) -> {
          if (!level.equals(first)) {
            double[] indicator = filled(0);
            places.forEach(i -> indicator[i] = 1);
            terms.add(new Design.Term(column.name() + " = " + level, column.name()));
            columns.add(indicator);
          }
        });
  }
}
