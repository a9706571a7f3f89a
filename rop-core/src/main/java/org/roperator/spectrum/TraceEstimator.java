package org.roperator.spectrum;

import java.util.Optional;
import org.roperator.operator.SymmetricOperator;

/**
 * The trace {@code tr A} and the Frobenius norm {@code ‖A‖_F} by random probes.
 *
 * <pre>{@code
 * Estimate trace = TraceEstimator.xTrace().spending(100).trace(hessian);
 * Estimate norm = TraceEstimator.hutchinson().until(Accuracy.relative(0.01), 5_000).frobeniusNorm(h);
 * }</pre>
 *
 * <p>All estimates are unbiased, those of the norm for its square. Hutchinson's mean of {@code
 * vᵀAv} over random signs has the variance {@code 2(‖A‖_F² − ΣAᵢᵢ²)} per product: its error falls
 * as one over the root of the products, whatever the spectrum. Hutch++ and XTrace take the part of
 * A that a sketch of its range sees exactly and sample the rest: for spectra that decay their error
 * falls at least as one over the products, and where the rank is below that of the sketch they are
 * exact.
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
  private final TaskRunner runner;

  private TraceEstimator(
      Method method, int products, Optional<Accuracy> accuracy, long seed, TaskRunner runner) {
    this.method = method;
    this.products = products;
    this.accuracy = accuracy;
    this.seed = seed;
    this.runner = runner;
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
    return new TraceEstimator(method, 60, Optional.empty(), 0, TaskRunner.sequential());
  }

  /**
   * The same with another number of products.
   *
   * @param products at least 2 for Hutchinson, 4 for XTrace (8 for the norm), 6 for Hutch++; what
   *     is left over once each part has as many as the others is not spent
   */
  public TraceEstimator spending(int products) {
    return new TraceEstimator(method, requireEnough(products), Optional.empty(), seed, runner);
  }

  /**
   * The same until the standard error is small enough, at least 16 probes.
   *
   * @param accuracy when it is
   * @param limit how many products may be spent at most
   */
  public TraceEstimator until(Accuracy accuracy, int limit) {
    return new TraceEstimator(method, requireEnough(limit), Optional.of(accuracy), seed, runner);
  }

  /** The same with other random vectors. */
  public TraceEstimator withSeed(long seed) {
    return new TraceEstimator(method, products, accuracy, seed, runner);
  }

  /** The same with the arithmetic on sketches run elsewhere than on the calling thread alone. */
  public TraceEstimator runningOn(TaskRunner runner) {
    return new TraceEstimator(method, products, accuracy, seed, runner);
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
    requireEnough(products, method == Method.X_TRACE ? 8 : 0);
    return run(a, Quantity.FROBENIUS_NORM);
  }

  private Estimate run(SymmetricOperator a, Quantity quantity) {
    return switch (method) {
      case HUTCHINSON -> new HutchinsonRun(a, quantity, products, accuracy, seed).run();
      case HUTCH_PLUS_PLUS ->
          new SketchedTraceRun(a, quantity, products, accuracy, seed, runner).hutchPlusPlus();
      case X_TRACE -> new SketchedTraceRun(a, quantity, products, accuracy, seed, runner).xTrace();
    };
  }

  private int requireEnough(int products) {
    int least =
        switch (method) {
          case HUTCHINSON -> 2;
          case HUTCH_PLUS_PLUS -> 6;
          case X_TRACE -> 4;
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
