package org.roperator.spectrum;

import java.util.Optional;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/**
 * The trace {@code tr A} and the Frobenius norm {@code ‖A‖_F} by random probes.
 *
 * <pre>{@code
 * Estimate trace = TraceEstimator.xTrace().atMostProducts(100).trace(hessian);
 * Estimate norm = TraceEstimator.hutchinson().untilAccuracy(Accuracy.relative(0.01), 5_000).frobeniusNorm(h);
 * }</pre>
 *
 * <p>All estimates are unbiased, those of the norm for its square. Hutchinson's mean of {@code
 * vᵀAv} over random signs has the variance {@code 2(‖A‖_F² − ΣAᵢᵢ²)} per product: its error falls
 * as one over the root of the products, whatever the spectrum. Hutch++ and XTrace take the part of
 * A that a sketch of its range sees exactly and sample the rest: for spectra that decay their error
 * falls at least as one over the products, and where the rank is below that of the sketch they are
 * exact.
 *
 * <p>Where as many products may be spent as the operator has columns, these are taken instead: the
 * result is then exact but for rounding. With an accuracy to reach, that is so once Hutchinson has
 * spent as many without reaching it and as many are left.
 *
 * <p>The standard errors are those of {@link Estimate}. Three products of a kind say so little that
 * the error stated is tens of times their spread. That of XTrace is the geometric mean of the
 * spread of its estimates and of a jackknife, an upper bound as these depend on one another.
 *
 * <p>Memory: two blocks for Hutchinson; a third of the products in vectors twice over for Hutch++,
 * half of them twice over for XTrace.
 *
 * <p>Sources: Hutchinson (1990); Meyer, Musco, Musco &amp; Woodruff (2021); Epperly, Tropp &amp;
 * Webber (2024). Immutable; each method below gives another value that differs in one thing.
 */
public final class TraceEstimator {

  /** By which formula. */
  enum Method {
    HUTCHINSON,
    HUTCH_PLUS_PLUS,
    X_TRACE
  }

  private final Method method;
  private final int products;
  private final Optional<Accuracy> accuracy;
  private final long seed;
  private final Workers workers;

  private TraceEstimator(
      Method method, int products, Optional<Accuracy> accuracy, long seed, Workers workers) {
    this.method = method;
    this.products = products;
    this.accuracy = accuracy;
    this.seed = seed;
    this.workers = workers;
  }

  /** The mean over random signs, of 60 products. */
  public static TraceEstimator hutchinson() {
    return of(Method.HUTCHINSON);
  }

  /** A third of 60 products for a sketch, a third for its trace, a third for the rest. */
  public static TraceEstimator hutchPlusPlus() {
    return of(Method.HUTCH_PLUS_PLUS);
  }

  /** Each probe against the sketch of all the others, with 60 products. */
  public static TraceEstimator xTrace() {
    return of(Method.X_TRACE);
  }

  private static TraceEstimator of(Method method) {
    return new TraceEstimator(method, 60, Optional.empty(), 0, Workers.of(1));
  }

  /**
   * The same with another number of products.
   *
   * @param products at least 2 for Hutchinson, 6 for XTrace (12 for the norm), 6 for Hutch++; what
   *     is left over once each part has as many as the others is not spent
   */
  public TraceEstimator atMostProducts(int products) {
    return new TraceEstimator(method, requireEnough(products), Optional.empty(), seed, workers);
  }

  /**
   * The same until the standard error is small enough, at least 16 probes.
   *
   * @param accuracy when it is
   * @param limit how many products may be spent at most
   */
  public TraceEstimator untilAccuracy(Accuracy accuracy, int limit) {
    return new TraceEstimator(method, requireEnough(limit), Optional.of(accuracy), seed, workers);
  }

  /** The same with other random vectors. */
  public TraceEstimator withSeed(long seed) {
    return new TraceEstimator(method, products, accuracy, seed, workers);
  }

  /** The same with the arithmetic on sketches run elsewhere than on the calling thread alone. */
  public TraceEstimator on(Workers workers) {
    return new TraceEstimator(method, products, accuracy, seed, workers);
  }

  /** The trace of an operator. */
  public Estimate trace(SymmetricOperator a) {
    return run(a, Quantity.TRACE);
  }

  /**
   * The Frobenius norm {@code √Σλ²}.
   *
   * <p>Hutchinson averages {@code ‖Av‖²}, Hutch++ splits it, and XTrace works on A², at twice the
   * products per probe.
   */
  public Estimate frobeniusNorm(SymmetricOperator a) {
    requireEnough(products, method == Method.X_TRACE ? 4 * LeaveOneOut.FEWEST : 0);
    return run(a, Quantity.FROBENIUS_NORM);
  }

  private Estimate run(SymmetricOperator a, Quantity quantity) {
    // As many products as there are columns tell everything; an accuracy may need fewer.
    int least = accuracy.isEmpty() ? products : Math.min(products, HutchinsonRun.FEWEST);
    if (a.dimension() <= least) {
      return CountedOperator.over(a, workers, meter -> Columns.exactly(meter, quantity, seed));
    }
    return switch (method) {
      case HUTCHINSON ->
          CountedOperator.over(
              a,
              workers,
              meter -> new HutchinsonRun(meter, quantity, products, accuracy, seed).run());
      case HUTCH_PLUS_PLUS ->
          CountedOperator.over(a, workers, meter -> sketched(meter, quantity).hutchPlusPlus());
      case X_TRACE ->
          quantity == Quantity.TRACE
              ? CountedOperator.over(a, workers, meter -> sketched(meter, quantity).xTrace())
              : CountedOperator.overSquare(a, workers, meter -> sketched(meter, quantity).xTrace());
    };
  }

  private SketchedTraceRun sketched(CountedOperator meter, Quantity quantity) {
    return new SketchedTraceRun(meter, quantity, products, accuracy, seed, workers);
  }

  private int requireEnough(int products) {
    int least =
        switch (method) {
          case HUTCHINSON -> 2;
          case HUTCH_PLUS_PLUS -> 6;
          case X_TRACE -> 2 * LeaveOneOut.FEWEST;
        };
    requireEnough(products, least);
    return products;
  }

  private static void requireEnough(int products, int least) {
    if (products < least) {
      throw new IllegalArgumentException(
          "There are "
              + products
              + " products to spend, but this estimator needs at least "
              + least
              + " to tell its own error.");
    }
  }
}
