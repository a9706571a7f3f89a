package org.roperator.data;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Whether the first line of a table names its columns, by all the evidence there is.
 *
 * <p>Names may be numbers: pandas calls columns 0, 1, 2, … unless told otherwise. Then a word above
 * a column of numbers gives them away, or numbers that count up above rows that don't, with a label
 * that no row below has. Where the evidence is divided, the user has to say.
 */
final class CsvHeader {

  /** Fewer rows tell nothing about which labels there are. */
  private static final int ENOUGH_ROWS = 4;

  /** Fewer numbers count up by chance. */
  private static final int ENOUGH_NUMBERS = 3;

  private final List<String> first;
  private final List<List<String>> rows;
  private final int label;

  /**
   * What was decided and why.
   *
   * @param names whether the line names the columns
   * @param reason in words that go on from either
   */
  record Verdict(boolean names, String reason) {}

  private CsvHeader(List<String> first, List<List<String>> rows, int label) {
    this.first = first;
    this.rows = rows.stream().filter(row -> row.size() == first.size()).toList();
    this.label = label;
  }

  /**
   * Decides.
   *
   * @param first the first line
   * @param rows some lines below it
   * @param label the column of the class if the line names nothing
   * @throws Divided if both readings make sense
   */
  static Verdict decide(List<String> first, List<List<String>> rows, int label) throws Divided {
    return new CsvHeader(first, rows, label).decide();
  }

  private Verdict decide() throws Divided {
    if (first.stream().noneMatch(Numbers::isNumber)) {
      return new Verdict(true, "none of its fields is a number");
    }
    if (isIndexed()) {
      return new Verdict(true, "its first field is empty, over numbers of rows");
    }
    boolean labelIsWord = !Numbers.isNumber(first.get(label));
    int word = labelIsWord && isNumeric(label) ? label : featureWord();
    if (word >= 0) {
      if (!areDistinct()) {
        throw divided(
            Excerpt.quoted(first.get(word)) + " stands over numbers, but other fields are equal");
      }
      return new Verdict(true, Excerpt.quoted(first.get(word)) + " stands over numbers alone");
    }
    double[] numbers = numbers(first, !labelIsWord);
    boolean counts = isIncreasing(numbers) && isCounting(numbers);
    boolean stranger = labelIsStranger();
    if (!isIncreasing(numbers) || mostRows(CsvHeader::isIncreasing, !labelIsWord)) {
      if (counts && stranger && !mostRows(CsvHeader::isCounting, !labelIsWord)) {
        throw divided(
            "its numbers count up, and no row has the label it would have, but rows below rise, too");
      }
      return new Verdict(false, "its fields are like those below");
    }
    if (counts && stranger && numbers.length > 1) {
      return new Verdict(true, "its numbers count up, and no row has the label it would have");
    }
    boolean mayName = counts ? !(labelIsWord && isLabelBelow()) : stranger;
    if (mayName && numbers.length >= ENOUGH_NUMBERS) {
      throw divided("its numbers " + (counts ? "count up" : "rise") + " as names may");
    }
    return new Verdict(false, "its fields are like those below");
  }

  /** Both readings make sense. */
  static final class Divided extends Exception {
    private static final long serialVersionUID = 1;

    Divided(String complaint) {
      super(complaint);
    }

    String complaint() {
      return String.valueOf(getMessage());
    }
  }

  private static Divided divided(String why) {
    return new Divided(
        "it is unclear whether the line names the columns or is an example ("
            + why
            + "); say --header yes or --header no.");
  }

  /**
   * A column of features whose field is a word over numbers, where the line can't well be an
   * example with a slip: its label is strange too, and its numbers count up. None is −1.
   */
  private int featureWord() {
    double[] numbers =
        first.stream().mapToDouble(Numbers::parse).filter(x -> !Double.isNaN(x)).toArray();
    if (labelIsStranger() && isIncreasing(numbers) && isCounting(numbers)) {
      for (int j = 0; j < first.size(); j++) {
        if (j != label && !Numbers.isNumber(first.get(j)) && isNumeric(j)) {
          return j;
        }
      }
    }
    return -1;
  }

  /** As pandas writes an index and names by default: {@code ,0,1,2}, with any label in the last. */
  private boolean isIndexed() {
    if (label == 0 || !first.get(0).isEmpty() || rows.isEmpty()) {
      return false;
    }
    double[] numbers =
        DoubleStream.of(numbers(first, Numbers.isNumber(first.get(label)))).skip(1).toArray();
    return isIncreasing(numbers)
        && isCounting(numbers)
        && Numbers.numberRows(rows.stream().map(row -> row.get(0)).toList());
  }

  /** Whether all fields of a column below are numbers, of which there are some. */
  private boolean isNumeric(int column) {
    return !rows.isEmpty() && rows.stream().allMatch(row -> Numbers.isNumber(row.get(column)));
  }

  private boolean areDistinct() {
    return first.stream().distinct().count() == first.size();
  }

  /** The numbers of a row's features, and its label if that is one; NaN for words. */
  private double[] numbers(List<String> row, boolean withLabel) {
    return IntStream.range(0, row.size())
        .filter(j -> withLabel || j != label)
        .mapToDouble(j -> Numbers.parse(row.get(j)))
        .toArray();
  }

  private static boolean isIncreasing(double[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      if (!Double.isFinite(numbers[i]) || (i > 0 && numbers[i] <= numbers[i - 1])) {
        return false;
      }
    }
    return true;
  }

  /** Whether increasing numbers are successive integers, from 0 or 1 on unless there are many. */
  private static boolean isCounting(double[] numbers) {
    if (numbers.length == 0 || numbers[0] != Math.rint(numbers[0]) || numbers[0] < 0) {
      return false;
    }
    for (int i = 1; i < numbers.length; i++) {
      if (numbers[i] != numbers[0] + i) {
        return false;
      }
    }
    return numbers[0] <= 1 || numbers.length >= ENOUGH_NUMBERS;
  }

  private boolean mostRows(Predicate<double[]> are, boolean withLabel) {
    long such = rows.stream().filter(row -> are.test(numbers(row, withLabel))).count();
    return rows.isEmpty() || 2 * such > rows.size();
  }

  private boolean isLabelBelow() {
    return rows.stream().anyMatch(row -> row.get(label).equals(first.get(label)));
  }

  /** Whether no row below has the label of the line, while they repeat each other's. */
  private boolean labelIsStranger() {
    List<String> below = rows.stream().map(row -> row.get(label)).distinct().toList();
    return rows.size() >= ENOUGH_ROWS
        && 2 * below.size() <= rows.size()
        && !below.contains(first.get(label));
  }
}
