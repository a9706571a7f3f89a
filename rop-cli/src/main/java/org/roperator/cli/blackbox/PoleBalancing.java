package org.roperator.cli.blackbox;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.roperator.internal.Gaussian;
import org.roperator.perturb.BlackBox;

/**
 * The gains of a controller that balances a pole on a cart in gusts of wind, by noisy trials.
 *
 * <p>The equations of motion of A. G. Barto, R. S. Sutton and C. W. Anderson (IEEE Transactions on
 * Systems, Man, and Cybernetics 13, 1983): a cart of 1 kg, a pole of 0.1 kg whose center is 0.5 m
 * from the hinge. The force is linear in position, speed, angle and angular speed. A trial lasts
 * six seconds from a random tilt, in random gusts; its cost is the mean square of angle, position
 * and force in their units, and all that is left at the full price once the pole has fallen.
 */
public final class PoleBalancing implements Job {

  private static final double GRAVITY = 9.81;
  private static final double CART = 1;
  private static final double POLE = 0.1;
  private static final double HALF_LENGTH = 0.5;
  private static final double STRONGEST = 20;
  private static final double STEP = 0.02;
  private static final int STEPS = 300;
  private static final double FALLEN = 0.8;
  private static final double TILT = 0.1;
  private static final double GUST = 3;

  /** What a moment costs after the fall: as much as the largest angle. */
  private static final double FULL_PRICE = 10;

  private static final int TRIALS = 4;
  private static final int TRIALS_OF_THE_JUDGE = 200;

  @Override
  public String name() {
    return "pole";
  }

  @Override
  public String story() {
    return "Four gains of a controller that balances a pole on a cart in gusts of wind, by the mean"
        + " cost of "
        + TRIALS
        + " random trials. Every value is noisy; the judge takes the mean of "
        + TRIALS_OF_THE_JUDGE
        + " trials that no method has seen.";
  }

  @Override
  public String measure() {
    return "mean cost";
  }

  @Override
  public List<String> parameters() {
    return List.of("gain of position", "gain of speed", "gain of angle", "gain of turning");
  }

  /** Gains are exponential functions of the entries. */
  @Override
  public double[] inUnits(double[] w) {
    return new double[] {
      Math.exp(w[0]), 2 * Math.exp(w[1]), 20 * Math.exp(w[2]), 4 * Math.exp(w[3])
    };
  }

  @Override
  public double[] start(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    double[] start = new double[4];
    Arrays.setAll(start, i -> 0.3 * Gaussian.draw(random));
    return start;
  }

  @Override
  public double reach() {
    return 0.5;
  }

  @Override
  public double perturbation() {
    return 0.15;
  }

  @Override
  public BlackBox box(long seed, long run) {
    SplittableRandom noise = new SplittableRandom(seed * 1009 + run);
    return w -> meanCost(w, TRIALS, noise);
  }

  @Override
  public double judge(double[] w, long seed) {
    return meanCost(w, TRIALS_OF_THE_JUDGE, new SplittableRandom(-1 - seed));
  }

  private double meanCost(double[] w, int trials, RandomGenerator random) {
    double[] gains = inUnits(w);
    double sum = 0;
    for (int k = 0; k < trials; k++) {
      sum += cost(gains, random) / trials;
    }
    return sum;
  }

  private static double cost(double[] gains, RandomGenerator random) {
    double position = 0;
    double speed = 0;
    double angle = TILT * Gaussian.draw(random);
    double turning = 0;
    double gust = 0;
    double sum = 0;
    for (int k = 0; k < STEPS; k++) {
      double force = gains[0] * position + gains[1] * speed + gains[2] * angle + gains[3] * turning;
      force = Math.max(-STRONGEST, Math.min(STRONGEST, force));
      sum += 100 * angle * angle + position * position + 0.01 * force * force;
      gust += 0.1 * (GUST * Gaussian.draw(random) - gust);
      // With the total mass M and the half length l: θ̈ = (g sin θ + cos θ t)/(l(4/3 − m cos²θ/M)),
      // t = −(F + m l θ̇² sin θ)/M, and ẍ = −t − m l θ̈ cos θ / M.
      double mass = CART + POLE;
      double sine = Math.sin(angle);
      double cosine = Math.cos(angle);
      double t = -(force + gust + POLE * HALF_LENGTH * turning * turning * sine) / mass;
      double bend =
          (GRAVITY * sine + cosine * t) / (HALF_LENGTH * (4.0 / 3 - POLE * cosine * cosine / mass));
      double push = -t - POLE * HALF_LENGTH * bend * cosine / mass;
      speed += STEP * push;
      position += STEP * speed;
      turning += STEP * bend;
      angle += STEP * turning;
      if (Math.abs(angle) > FALLEN) {
        return Math.min(FULL_PRICE, (sum + FULL_PRICE * (STEPS - k)) / STEPS);
      }
    }
    return Math.min(FULL_PRICE, sum / STEPS);
  }
}
