package org.roperator.nn.spectrum;

import org.roperator.internal.Arguments;

/**
 * What all snapshots of a run may cost together. Immutable.
 *
 * <p>A bound on products gives the same snapshots in every run; a bound on seconds does not.
 */
public final class SnapshotBudget {

  private final long products;
  private final double seconds;

  private SnapshotBudget(long products, double seconds) {
    this.products = products;
    this.seconds = seconds;
  }

  /** No bound. */
  public static SnapshotBudget unbounded() {
    return new SnapshotBudget(Long.MAX_VALUE, Double.POSITIVE_INFINITY);
  }

  /**
   * At most so many products.
   *
   * @param products at least 1
   */
  public static SnapshotBudget products(int products) {
    return new SnapshotBudget(
        Arguments.requirePositive("The products for snapshots", products),
        Double.POSITIVE_INFINITY);
  }

  /**
   * About so many seconds.
   *
   * @param seconds above 0
   */
  public static SnapshotBudget seconds(double seconds) {
    return new SnapshotBudget(
        Long.MAX_VALUE, Arguments.requirePositive("The seconds for snapshots", seconds));
  }

  Account open() {
    return new Account();
  }

  /** What has been spent of it; the next snapshot is taken to cost what the last did. */
  final class Account {

    private long spent;
    private long last;
    private double spentSeconds;
    private double lastSeconds;
    private long began;

    boolean hasRoomForAnother() {
      return spent <= products - last && spentSeconds + lastSeconds <= seconds;
    }

    void begin() {
      began = System.nanoTime();
    }

    void end(int cost) {
      last = cost;
      spent += cost;
      lastSeconds = (System.nanoTime() - began) / 1e9;
      spentSeconds += lastSeconds;
    }
  }
}
