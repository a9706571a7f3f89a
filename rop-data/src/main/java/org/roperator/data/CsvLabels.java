package org.roperator.data;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** Makes classes of the labels of a table. */
final class CsvLabels {

  /** More classes than this are taken for a column of measurements. */
  private static final int MOST_CLASSES = 1000;

  /** How other programs write that there is no label, but for NaN, which is refused. */
  private static final Set<String> MISSING =
      Set.of("na", "n/a", "#n/a", "<na>", "null", "none", "?", "-", ".");

  private CsvLabels() {}

  /** A label and the line it stands on. */
  record Label(long line, String text) {}

  /** The classes, the class of each example, and what should be known about them. */
  static final class Classes {
    private final List<String> names;
    private final int[] numbers;
    private final List<String> remarks;

    Classes(List<String> names, int[] numbers, List<String> remarks) {
      this.names = names;
      this.numbers = numbers;
      this.remarks = remarks;
    }

    List<String> names() {
      return names;
    }

    int[] numbers() {
      return numbers;
    }

    List<String> remarks() {
      return remarks;
    }
  }

  /** A word without blanks around it, be they of any kind, its accents written in one way. */
  static String tidy(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return Normalizer.normalize(text.substring(from, to), Normalizer.Form.NFC);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** What is wrong with a label, if anything. */
  static Optional<String> complaint(String text) {
    if (text.isEmpty()) {
      return Optional.of("the label is empty.");
    }
    if (Numbers.isNotFinite(text)) {
      return Optional.of("the label " + Excerpt.of(text) + " is not a finite number.");
    }
    return Numbers.hasDecimalComma(text.replace(';', ','))
        ? Optional.of(
            "the label "
                + Excerpt.quoted(text)
                + " looks like numbers with commas; write points for decimal commas.")
        : Optional.empty();
  }

  /** Labels that count announced classes from 0. */
  static Classes numbered(
      List<Label> labels, List<String> classes, long firstLine, LongFunction<String> place) {
    int[] numbers = new int[labels.size()];
    for (int i = 0; i < numbers.length; i++) {
      String text = labels.get(i).text();
      numbers[i] = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
      if (numbers[i] < 0 || numbers[i] >= classes.size()) {
        throw new BadInput(
            place.apply(labels.get(i).line())
                + "the label "
                + Excerpt.of(text)
                + " is out of range; line "
                + firstLine
                + " names "
                + classes.size()
                + " classes, 0 to "
                + (classes.size() - 1)
                + ".");
      }
    }
    List<String> without =
        IntStream.range(0, classes.size())
            .filter(k -> IntStream.of(numbers).noneMatch(number -> number == k))
            .mapToObj(classes::get)
            .toList();
    return new Classes(classes, numbers, withoutExamples(without));
  }

  /** What to say of classes that no example has. */
  static List<String> withoutExamples(List<String> classes) {
    return classes.isEmpty()
        ? List.of()
        : List.of("classes without an example: " + Excerpt.list(", ", classes));
  }

  /**
   * Labels that are classes themselves, equal numbers one class however they are written.
   *
   * @param place the file and column
   */
  static Classes named(List<Label> labels, String place) {
    Map<String, Key> keys = new LinkedHashMap<>();
    labels.forEach(label -> keys.computeIfAbsent(label.text(), Key::of));
    TreeMap<Key, List<String>> spellings = new TreeMap<>();
    keys.forEach((text, key) -> spellings.computeIfAbsent(key, k -> new ArrayList<>()).add(text));
    if (spellings.size() < 2) {
      throw new BadInput(
          place
              + ": every example has the label "
              + Excerpt.of(labels.get(0).text())
              + "; there must be at least two classes; choose the label column with --label.");
    }
    if (spellings.size() > MOST_CLASSES || 2L * spellings.size() > labels.size() + 2) {
      throw new BadInput(
          place
              + ": "
              + spellings.size()
              + " different labels in "
              + labels.size()
              + " rows look like measurements, not classes; choose the label column with --label.");
    }
    List<String> names = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    Map<String, Integer> numberOf = new HashMap<>();
    Map<String, String> inSmallLetters = new HashMap<>();
    for (List<String> ways : spellings.values()) {
      ways.forEach(way -> numberOf.put(way, names.size()));
      if (ways.size() > 1) {
        remarks.add("labels that are one number are one class: " + Excerpt.list(", ", ways));
      }
      String name = ways.get(0);
      String like = inSmallLetters.put(name.toLowerCase(Locale.ROOT), name);
      if (like != null) {
        remarks.add(
            "labels that differ in capitals are two classes: "
                + Excerpt.list(", ", List.of(like, name)));
      }
      if (MISSING.contains(name.toLowerCase(Locale.ROOT))) {
        remarks.add(
            "the label " + Excerpt.of(name) + " is a class; take its rows out if it means none");
      }
      names.add(name);
    }
    int[] numbers =
        labels.stream()
            .mapToInt(label -> Objects.requireNonNull(numberOf.get(label.text())))
            .toArray();
    return new Classes(names, numbers, remarks);
  }

  /** What makes labels equal and puts them in order: numbers by size, before words by spelling. */
  private record Key(Optional<BigDecimal> number, String word) implements Comparable<Key> {

    static Key of(String text) {
      Optional<BigDecimal> number = Numbers.exact(text);
      return new Key(number, number.isPresent() ? "" : text);
    }

    @Override
    public int compareTo(Key other) {
      if (number.isPresent() && other.number.isPresent()) {
        return number.get().compareTo(other.number.get());
      }
      return number.isPresent() ? -1 : other.number.isPresent() ? 1 : word.compareTo(other.word);
    }
  }
}
