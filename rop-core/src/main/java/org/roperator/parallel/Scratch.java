package org.roperator.parallel;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lends reusable work areas, each to one caller at a time.
 *
 * <p>An immutable operator needs work arrays for its products, and must neither allocate them per
 * product nor share them between threads. A single caller always gets the same area back; those
 * that come while it is lent get areas of their own, which are kept too, at most as many as there
 * are processors.
 *
 * <pre>{@code
 * double[] work = scratch.take();
 * try { ... } finally { scratch.giveBack(work); }
 * }</pre>
 *
 * @param <T> the type of the work area
 */
public final class Scratch<T> {

  private static final int MOST = Runtime.getRuntime().availableProcessors();

  /** The one that a single caller gets, without a lock. */
  private final AtomicReference<@Nullable T> first = new AtomicReference<>();

  private final ArrayDeque<T> others = new ArrayDeque<>(0);
  private final Supplier<T> make;
  private final Consumer<T> prepare;

  private Scratch(Supplier<T> make, Consumer<T> prepare) {
    this.make = make;
    this.prepare = prepare;
  }

  /**
   * A lender of areas made on demand.
   *
   * @param <T> the type of the work area
   * @param make makes a new area; called outside any lock
   */
  public static <T> Scratch<T> of(Supplier<T> make) {
    return of(make, area -> {});
  }

  /**
   * A lender of areas made on demand and prepared for each use.
   *
   * @param <T> the type of the work area
   * @param make makes a new area; called outside any lock
   * @param prepare what is done to an area, new or used before, whenever it is lent
   */
  public static <T> Scratch<T> of(Supplier<T> make, Consumer<T> prepare) {
    return new Scratch<>(make, prepare);
  }

  /** A lender of arrays of a given length. */
  public static Scratch<double[]> ofLength(int length) {
    return of(() -> new double[length]);
  }

  /** An area for the caller alone until it is given back; its content is arbitrary. */
  public T take() {
    T area = first.getAndSet(null);
    if (area == null) {
      synchronized (others) {
        area = others.poll();
      }
    }
    T lent = area != null ? area : make.get();
    prepare.accept(lent);
    return lent;
  }

  /** Returns an area got from {@link #take()}; the caller must not touch it afterwards. */
  public void giveBack(T area) {
    if (first.compareAndSet(null, area)) {
      return;
    }
    synchronized (others) {
      if (others.size() < MOST - 1) {
        others.push(area);
      }
    }
  }
}
