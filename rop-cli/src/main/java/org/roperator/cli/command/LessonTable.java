package org.roperator.cli.command;

import java.io.PrintWriter;
import java.util.Locale;
import org.roperator.cli.recurrent.Lesson;
import org.roperator.cli.run.Numbers;

/** A lesson on the terminal, a row for some of its iterations and always one for its last. */
final class LessonTable {

  private final PrintWriter out;
  private final int every;
  private final int looksEvery;
  private int said = -1;

  /**
   * Says what a lesson is of, and what the columns are.
   *
   * @param every a row for each of so many iterations
   * @param looksEvery how many iterations lie between two at which the spectral radius is taken
   */
  LessonTable(PrintWriter out, String method, int every, int looksEvery) {
    this.out = out;
    this.every = every;
    this.looksEvery = looksEvery;
    out.printf(
        "%n%s%n%9s  %10s  %15s  %7s%n", method, "iteration", "loss", "spectral radius", "time");
  }

  /** A row, if this iteration has one. */
  void add(Lesson.Point point) {
    if (point.iteration() % every == 0) {
      say(point);
    }
  }

  /** The last row, if it isn't there yet: of the start where no iteration was made. */
  void end(Lesson.Point last) {
    if (last.iteration() != said) {
      say(last);
    }
  }

  private void say(Lesson.Point point) {
    said = point.iteration();
    boolean looked = point.iteration() % looksEvery == 0;
    out.printf(
        Locale.ROOT,
        "%9d  %10s  %15s  %7s%n",
        point.iteration(),
        Numbers.orWord("%.5f", point.loss(), "unsettled"),
        looked ? Numbers.orWord("%.3f", point.spectralRadius(), "unsettled") : "–",
        ProgressTable.time(point.seconds()));
  }
}
