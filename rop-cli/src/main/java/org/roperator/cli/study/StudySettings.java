package org.roperator.cli.study;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The grid of a study and how each of its cells is trained and measured.
 *
 * @param sets names of data sets
 * @param images the folder among them, or none
 * @param noises shares of wrong labels
 * @param networks widths of the hidden layers, an empty list for none
 * @param seeds of each network
 * @param steps of Adam for each network
 * @param most examples at most in each half of a set
 */
public record StudySettings(
    List<String> sets,
    StudyImages images,
    List<Double> noises,
    List<List<Integer>> networks,
    Seeds seeds,
    int steps,
    int most) {

  /**
   * Seeds that follow one another.
   *
   * @param first the first
   * @param count how many
   */
  public record Seeds(long first, int count) {}

  /** Copies the lists. */
  public StudySettings {
    sets = List.copyOf(sets);
    noises = List.copyOf(noises);
    networks = List.copyOf(networks);
  }

  /** All cells, in the order in which they stand in the table. */
  List<StudyCell> cells() {
    List<StudyCell> cells = new ArrayList<>();
    for (String set : sets) {
      for (double noise : noises) {
        for (List<Integer> hidden : networks) {
          for (int s = 0; s < seeds.count(); s++) {
            StudyData data = new StudyData(set, images, noise, most);
            cells.add(new StudyCell(data, hidden, seeds.first() + s, steps));
          }
        }
      }
    }
    return cells;
  }

  /** How many networks there are. */
  public int networkCount() {
    return cells().size();
  }

  /** What all numbers depend on, in one line. */
  public String fingerprint() {
    return "sets="
        + String.join(" ", sets)
        + "; noise="
        + noises.stream().map(String::valueOf).collect(Collectors.joining(" "))
        + "; hidden="
        + networks.stream().map(StudyCell::text).collect(Collectors.joining(" "))
        + "; seeds="
        + seeds.first()
        + " to "
        + (seeds.first() + seeds.count() - 1)
        + "; steps="
        + steps
        + "; examples="
        + most
        + (images.name().isEmpty() ? "" : "; images=" + images.fingerprint());
  }
}
