package org.roperator.cli.report;

import gg.jte.Content;
import gg.jte.html.HtmlContent;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes parts of a page within a time, and puts words in the place of what throws or never ends: a
 * picture that can't be drawn must not cost the numbers beside it.
 */
public final class Guard {

  /** A chart takes a tenth of a second; on a loaded machine, ten times as long. */
  private static final Guard OF_A_CHART = new Guard(Duration.ofSeconds(20));

  /** Pages have up to some twenty charts, each with a limit of its own. */
  private static final Guard OF_A_PAGE = new Guard(Duration.ofMinutes(2));

  private final Duration limit;

  private Guard(Duration limit) {
    this.limit = limit;
  }

  /** A guard that waits so long for each part. */
  public static Guard within(Duration limit) {
    return new Guard(limit);
  }

  /** What every chart gets. */
  static Guard ofAChart() {
    return OF_A_CHART;
  }

  /** What every page gets. */
  public static Guard ofAPage() {
    return OF_A_PAGE;
  }

  /**
   * What a part gives, or what another makes of the reason why it gives nothing.
   *
   * <p>The part runs on a thread of its own, which is abandoned when its time is over.
   *
   * @param part what to make
   * @param instead what stands in its place, from a reason without a full stop
   */
  public <T> T make(Supplier<T> part, Function<String, T> instead) {
    FutureTask<T> task = new FutureTask<>(part::get);
    Thread thread = new Thread(task, "rop-drawing");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      return instead.apply(reason(failed.getCause() == null ? failed : failed.getCause()));
    } catch (TimeoutException late) {
      task.cancel(true);
      return instead.apply(
          String.format(Locale.ROOT, "it took longer than %.1f s", limit.toMillis() / 1e3));
    } catch (InterruptedException stop) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      return instead.apply("it was interrupted");
    }
  }

  /** The content of a page, or where it throws a note instead, with nothing half done. */
  static Content part(Content content) {
    return new HtmlContent() {
      @Override
      public void writeTo(HtmlTemplateOutput output) {
        StringOutput own = new StringOutput();
        try {
          content.writeTo(new OwaspHtmlTemplateOutput(own));
          output.writeContent(own.toString());
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError failed) {
          output.writeContent(Templates.render("failure", reason(failed)));
        }
      }
    };
  }

  /** What was thrown, in words. */
  static String reason(Throwable thrown) {
    boolean noFonts = thrown instanceof LinkageError || thrown instanceof InternalError;
    return (noFonts ? "this Java installation can't draw: " : "") + thrown;
  }
}
