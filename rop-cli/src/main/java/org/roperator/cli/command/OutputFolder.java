package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.roperator.cli.metrics.RunManifest;
import org.roperator.cli.report.Guard;
import org.roperator.cli.spectra.GrowingTable;
import org.roperator.data.BadInput;
import org.roperator.data.weights.AtomicFile;

/**
 * Where a run leaves its files, which replace those of the run before together or not at all.
 *
 * <p>Each file is written, as soon as it is known, into a folder of the run's own within the output
 * folder; {@link #finish} moves them all into place, and a manifest last, by which they can be told
 * from files of other runs. A run that is killed leaves the old files alone and what it knew in its
 * own folder. A lock keeps the output folder for one run at a time. Where the folder can't be
 * written any more, the files go to another place, and the user is told.
 */
final class OutputFolder implements AutoCloseable {

  private static final String METRICS = "metrics.json";
  private static final String REPORT = "report.html";

  private static final DateTimeFormatter NUMBER = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  /** Of this process. */
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final PlacedFiles placed;
  private final StagedFiles staged;
  private final String commandLine;
  private final String run;
  private final PrintWriter err;
  private final RunLock lock;
  private final Interruption interruption;
  private final Map<String, String> elsewhere = new LinkedHashMap<>();
  private final List<String> inPlace = new ArrayList<>();
  private final List<String> fromBefore = new ArrayList<>();
  private boolean finished;
  private boolean left;
  private Runnable leave = this::leaveAsItWas;

  private OutputFolder(
      PlacedFiles placed,
      StagedFiles staged,
      String commandLine,
      String run,
      PrintWriter err,
      RunLock lock) {
    this.placed = placed;
    this.staged = staged;
    this.commandLine = commandLine;
    this.run = run;
    this.err = err;
    this.lock = lock;
    this.interruption = Interruption.leavingBy(this::beginToLeave);
  }

  /**
   * Makes the folder if it isn't there, takes it for this run and tries it. What an earlier run had
   * finished but not moved into place is moved now.
   *
   * @param command the command's name
   * @param commandLine the command as it was given
   * @param err told when a place is lost
   * @throws BadInput if no file can be written into it, or another run is writing there
   */
  static OutputFolder open(Path folder, String command, String commandLine, PrintWriter err) {
    return open(folder, command, commandLine, err, StagedFiles.usualRefuges());
  }

  /** The same with the folders that take the files when this one no longer does. */
  static OutputFolder open(
      Path folder, String command, String commandLine, PrintWriter err, List<Path> refuges) {
    String run =
        NUMBER.format(ZonedDateTime.now(ZoneOffset.UTC))
            + "-"
            + ProcessHandle.current().pid()
            + "-"
            + RUNS.incrementAndGet();
    try {
      Files.createDirectories(folder);
      PlacedFiles placed = new PlacedFiles(folder);
      StagedFiles staged =
          new StagedFiles(placed.unfinished(run), "rop-" + command + "-" + run, refuges, err);
      OutputFolder output =
          new OutputFolder(placed, staged, commandLine, run, err, RunLock.of(folder, run));
      try {
        placed.tidy(err);
        staged.begin();
        return output;
      } catch (IOException refused) {
        output.close();
        throw refused;
      }
    } catch (IOException refused) {
      throw new BadInput(
          folder,
          "can't write into this folder ("
              + refused.getClass().getSimpleName()
              + "); choose another one.");
    }
  }

  /** Where a file of this run lies, or will once the run is over. */
  synchronized Path file(String name) {
    return (staged.isElsewhere() ? staged.place() : placed.folder()).resolve(name);
  }

  /** What to do instead when the process is told to end before the run has finished. */
  synchronized void whenInterrupted(Runnable action) {
    leave = action;
  }

  /** Writes a file as a whole or not at all, here or where there is room for all of them. */
  synchronized void write(String name, AtomicFile.Content content) throws IOException {
    giveWay();
    staged.write(name, content);
  }

  /** Writes numbers that are known so far; {@link #write(String, Supplier)} replaces them. */
  void writeSoFar(String metrics) {
    try {
      write(METRICS, file -> Files.writeString(file, metrics));
    } catch (IOException nowhere) {
      throw new UncheckedIOException(nowhere);
    }
  }

  /**
   * Writes the numbers and the page that every command leaves, the numbers before the page is made,
   * and finishes.
   */
  void write(String metrics, Supplier<String> report) throws IOException {
    write(metrics, report, "complete");
  }

  /**
   * The same.
   *
   * @param ended how the run ended, for the manifest
   */
  void write(String metrics, Supplier<String> report, String ended) throws IOException {
    writeSoFar(metrics);
    String page = Guard.ofAPage().make(report, this::withoutPage);
    write(REPORT, file -> Files.writeString(file, page));
    finish(ended);
  }

  private String withoutPage(String reason) {
    err.println("rop: the report can't be made: " + reason + "; the numbers are in " + METRICS);
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
        + "<title>No report</title>\n<p>This report can't be made; the numbers are in "
        + METRICS
        + ".</p>\n<pre>"
        + reason.replace("&", "&amp;").replace("<", "&lt;")
        + "</pre>\n</html>\n";
  }

  /** A table that grows during the run. */
  Table table(String name, List<String> headings) throws IOException {
    Table table = new Table(name, GrowingTable.line(headings));
    write(name, table::writeTo);
    return table;
  }

  /** Notes a file of this run that is written in place, as one that goes on where it ended. */
  synchronized void note(String name) {
    inPlace.add(name);
  }

  /** Notes a file of this run that the user wanted elsewhere. */
  synchronized void noteElsewhere(Path file) throws IOException {
    if (!AtomicFile.isStream(file)) {
      elsewhere.put(file.toAbsolutePath().toString(), RunManifest.sha256(file));
    }
  }

  /** Moves the files of this run into place, all of them, and the manifest last. */
  private synchronized void finish(String ended) throws IOException {
    giveWay();
    try {
      complete(ended);
    } catch (IOException lost) {
      staged.rescue(lost);
      complete(ended);
    }
    finished = true;
  }

  private void complete(String ended) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    for (String name : staged.names()) {
      if (!name.equals(RunManifest.NAME)) {
        files.put(name, RunManifest.sha256(staged.place().resolve(name)));
      }
    }
    for (String name : inPlace) {
      Path file = placed.folder().resolve(name);
      if (Files.exists(file)) {
        files.put(name, RunManifest.sha256(file));
      }
    }
    files.putAll(elsewhere);
    List<String> earlier = staged.isElsewhere() ? List.of() : placed.notReplacedBy(files.keySet());
    String manifest =
        new RunManifest(
                run,
                commandLine,
                BuildVersion.number(),
                Instant.now().toString(),
                ended,
                files,
                earlier)
            .json();
    write(RunManifest.NAME, file -> Files.writeString(file, manifest));
    if (!staged.isElsewhere()) {
      placed.moveFrom(staged.place());
      fromBefore.addAll(earlier);
    }
  }

  /** Says where the files are. */
  synchronized void sayWhere(PrintWriter out) {
    out.println("Report   " + file(REPORT));
    out.println("Numbers  " + file(METRICS));
    if (!fromBefore.isEmpty()) {
      out.println("Of an earlier run  " + String.join(", ", fromBefore));
    }
  }

  /** Leaves nothing behind where nothing was known. */
  void deleteIfEmpty() {
    try {
      staged.deleteIfEmpty();
    } catch (IOException gone) {
      err.println("rop: " + staged.place() + " can't be deleted (" + gone + ").");
    }
  }

  private void beginToLeave() {
    Runnable action;
    synchronized (this) {
      left = true;
      action = finished ? () -> err.println("Interrupted; all files are written.") : leave;
    }
    action.run();
  }

  /** The thread that leaves is the last to write. */
  private void giveWay() {
    while (left && !interruption.isLeaving()) {
      try {
        wait();
      } catch (InterruptedException theProcessEndsAnyway) {
        // There is nothing left to stop.
      }
    }
  }

  private void leaveAsItWas() {
    try {
      boolean known = !staged.deleteIfEmpty();
      err.println(
          "Interrupted; "
              + this
              + " is as it was"
              + (known ? ", and what this run knew is in " + staged.place() : "."));
    } catch (IOException gone) {
      err.println("Interrupted.");
    }
  }

  /** Lets go of the folder; what wasn't finished stays in the run's own. */
  @Override
  public void close() {
    interruption.close();
    try (lock) {
      if (!finished && Files.isDirectory(staged.place()) && !staged.deleteIfEmpty()) {
        err.println("rop: what this run knew is in " + staged.place());
      }
    } catch (IOException gone) {
      err.println("rop: " + this + " can't be left in order (" + gone + ").");
    }
  }

  @Override
  public String toString() {
    return placed.folder().toString();
  }

  /** Lines that are on the disk as soon as they are added. */
  final class Table {
    private final String name;
    private final StringBuilder text;

    private Table(String name, String heading) {
      this.name = name;
      this.text = new StringBuilder(heading);
    }

    private void writeTo(Path file) throws IOException {
      Files.writeString(file, text);
    }

    /** Adds rows. */
    void append(List<List<String>> rows) {
      StringBuilder more = new StringBuilder();
      rows.forEach(row -> more.append(GrowingTable.line(row)));
      synchronized (OutputFolder.this) {
        giveWay();
        text.append(more);
        try {
          staged.append(name, more);
        } catch (IOException nowhere) {
          throw new UncheckedIOException(nowhere);
        }
      }
    }
  }
}
