package org.roperator.cli.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.roperator.data.Embedded;
import org.roperator.parallel.Workers;

/** Runs the networks of a study that its table doesn't hold yet. */
public final class Study {

  private final StudySettings settings;
  private final StudyTable table;

  private Study(StudySettings settings, StudyTable table) {
    this.settings = settings;
    this.table = table;
  }

  /** Is told of each network. */
  @FunctionalInterface
  public interface Progress {
    /**
     * A network is done.
     *
     * @param key set, noise, network and seed
     * @param done how many are done, those of runs before included
     * @param all how many there are
     */
    void done(List<String> key, int done, int all);
  }

  /** The sets there are without a folder. */
  public static List<String> sets() {
    return Stream.concat(
            Embedded.labels().stream(), Stream.of(Synthetic.values()).map(Synthetic::label))
        .toList();
  }

  /**
   * Opens a study.
   *
   * @param settings its grid
   * @param file its table, which may be there from a run before
   * @param said told of a table that vanished and had to be made again
   * @throws org.roperator.data.BadInput if the file is of something else
   */
  public static Study open(StudySettings settings, Path file, Consumer<String> said)
      throws IOException {
    return new Study(settings, StudyTable.open(file, settings, said));
  }

  /** How many networks a run before has left. */
  public int alreadyDone() {
    return settings.networkCount() - table.missing().size();
  }

  /**
   * Runs what is missing, a network at a time on each thread, and gives all rows in order.
   *
   * @throws java.io.UncheckedIOException if the table can't be written; no network is begun after
   */
  public List<StudyRow> run(Workers workers, Progress progress) throws IOException {
    List<StudyCell> missing = table.missing();
    int all = settings.networkCount();
    AtomicBoolean failed = new AtomicBoolean();
    AtomicInteger done = new AtomicInteger(all - missing.size());
    workers.run(
        missing.size(),
        i -> {
          if (failed.get()) {
            return;
          }
          StudyCell cell = missing.get(i);
          List<List<String>> rows = cell.run();
          try {
            table.add(cell, rows);
          } catch (UncheckedIOException full) {
            failed.set(true);
            throw full;
          }
          progress.done(cell.key(), done.incrementAndGet(), all);
        });
    table.write();
    return table.rows();
  }
}
