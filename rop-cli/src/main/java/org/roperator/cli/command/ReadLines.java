package org.roperator.cli.command;

import java.io.PrintWriter;
import java.util.Locale;
import org.roperator.data.Excerpt;
import org.roperator.data.ReadProgress;

/** Says every few seconds how far the reading of a large file is. */
final class ReadLines {

  private static final long EVERY = 5_000_000_000L;
  private static final double MEBIBYTE = 1 << 20;

  private ReadLines() {}

  static ReadProgress to(PrintWriter out) {
    return to(out, EVERY);
  }

  /** The same with the nanoseconds between two lines. */
  static ReadProgress to(PrintWriter out, long every) {
    long began = System.nanoTime();
    long[] said = {began};
    return (file, bytes, all) -> {
      long now = System.nanoTime();
      if (now - said[0] >= every) {
        said[0] = now;
        out.println(line(String.valueOf(file.getFileName()), bytes, all, (now - began) / 1e9));
      }
    };
  }

  static String line(String name, long bytes, long all, double seconds) {
    String done =
        String.format(Locale.ROOT, "reading %s: %,.0f", Excerpt.of(name), bytes / MEBIBYTE);
    return all == 0
        ? String.format(Locale.ROOT, "%s MiB in %s", done, ProgressTable.time(seconds))
        : String.format(
            Locale.ROOT,
            "%s of %,.0f MiB, %d %%, %s so far",
            done,
            all / MEBIBYTE,
            Math.round(100.0 * bytes / all),
            ProgressTable.time(seconds));
  }
}
