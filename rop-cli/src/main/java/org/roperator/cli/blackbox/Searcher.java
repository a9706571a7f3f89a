package org.roperator.cli.blackbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.OptimizationData;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.MultivariateOptimizer;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.BOBYQAOptimizer;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.apache.commons.math3.random.MersenneTwister;
import org.roperator.perturb.BlackBoxResult;
import org.roperator.perturb.BlackBoxTrustRegion;

/** A method that minimizes a box by its values. */
enum Searcher {
  /** Rop's, with a gradient and a Hessian that grow from perturbations. */
  TRUST_REGION("trust region") {
    @Override
    Track search(CountedBox box, Job job, long seed) {
      BlackBoxResult result =
          BlackBoxTrustRegion.ofRadius(job.reach())
              .atMostEvaluations(box.left())
              .withSeed(seed)
              .minimize(box, job.start(seed));
      Track track = new Track();
      result.history().forEach(p -> track.add((int) p.evaluations(), p.parameters()));
      return track;
    }
  },

  /** Spall's stochastic approximation. */
  SPSA("SPSA") {
    @Override
    Track search(CountedBox box, Job job, long seed) {
      return new Spsa(box, job.reach(), job.perturbation(), new SplittableRandom(seed))
          .from(job.start(seed));
    }
  },

  /** Powell's quadratic models by interpolation. */
  BOBYQA("BOBYQA") {
    @Override
    Track search(CountedBox box, Job job, long seed) {
      double[] start = job.start(seed);
      BOBYQAOptimizer optimizer =
          new BOBYQAOptimizer(2 * start.length + 1, job.reach(), SMALLEST * job.reach());
      return minimize(optimizer, box, start);
    }
  },

  /** Evolution of a normal distribution. */
  CMA_ES("CMA-ES") {
    @Override
    Track search(CountedBox box, Job job, long seed) {
      double[] start = job.start(seed);
      int n = start.length;
      double[] spread = new double[n];
      Arrays.fill(spread, job.reach());
      CMAESOptimizer optimizer =
          new CMAESOptimizer(
              Integer.MAX_VALUE, 0, true, 0, 0, new MersenneTwister(seed), false, null);
      return minimize(
          optimizer,
          box,
          start,
          new CMAESOptimizer.Sigma(spread),
          new CMAESOptimizer.PopulationSize(4 + (int) (3 * Math.log(n))));
    }
  };

  private static final double SMALLEST = 1e-6;

  /** So far from any start that no method meets them. */
  private static final double FAR = 100;

  private final String title;

  Searcher(String title) {
    this.title = title;
  }

  /** What the method is called. */
  String title() {
    return title;
  }

  /** Spends the box's evaluations, or as many as the method needs to settle. */
  abstract Track search(CountedBox box, Job job, long seed);

  private static Track minimize(
      MultivariateOptimizer optimizer,
      CountedBox box,
      double[] start,
      OptimizationData... settings) {
    double[] low = new double[start.length];
    double[] high = new double[start.length];
    Arrays.setAll(low, i -> start[i] - FAR);
    Arrays.setAll(high, i -> start[i] + FAR);
    List<OptimizationData> data = new ArrayList<>(List.of(settings));
    data.add(new MaxEval(box.left()));
    data.add(GoalType.MINIMIZE);
    data.add(new InitialGuess(start.clone()));
    data.add(new SimpleBounds(low, high));
    data.add(new ObjectiveFunction(box::value));
    try {
      optimizer.optimize(data.toArray(new OptimizationData[0]));
    } catch (MathIllegalStateException spent) {
      // Out of evaluations, which is how every race ends; the box remembers what they gave.
      return box.lowest();
    }
    return box.lowest();
  }
}
