package org.roperator.cli.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.roperator.autodiff.Elementary;
import org.roperator.data.LabeledData;
import org.roperator.function.ScalarFunction;
import org.roperator.recurrent.Connectivity;
import org.roperator.recurrent.Equilibrium;
import org.roperator.recurrent.EquilibriumLoss;
import org.roperator.recurrent.Pattern;
import org.roperator.recurrent.RecurrentNetwork;

/**
 * Associative completion: of a digit a square is hidden, the pixels that are left are held at their
 * values, and the network is to settle with the hidden pixels restored and the digit's class unit
 * on.
 *
 * <p>Units: a logistic one for each pixel, an identity for each class, whose outputs are logits,
 * and hidden ones of tanh; every unit has a weight to every unit.
 */
public final class Completion {

  private static final int SIDE = 8;
  private static final int PIXELS = SIDE * SIDE;

  /** Side of the hidden square. */
  private static final int HIDDEN_SIDE = 4;

  /** Corners of the hidden square: those of the picture, and its middle. */
  private static final int[] CORNERS = {0, 4, 32, 36, 18};

  private final LabeledData data;
  private final int[] corners;
  private final RecurrentNetwork network;

  /**
   * The task on some digits.
   *
   * @param hidden the number of hidden units
   * @param seed decides what is hidden of which digit
   */
  public Completion(LabeledData data, int hidden, long seed) {
    this.data = data;
    SplittableRandom random = new SplittableRandom(seed);
    this.corners = new int[data.size()];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = CORNERS[random.nextInt(CORNERS.length)];
    }
    int visible = PIXELS + data.classes().size();
    this.network =
        RecurrentNetwork.of(Connectivity.full(visible + hidden))
            .withFunction(PIXELS, visible, ScalarFunction.identity())
            .withFunction(visible, visible + hidden, Elementary.TANH);
  }

  /** The network. */
  public RecurrentNetwork network() {
    return network;
  }

  /** The digits. */
  public LabeledData data() {
    return data;
  }

  /** Half the squared error of the hidden pixels plus the cross-entropy of the class. */
  public EquilibriumLoss loss() {
    int[] pixels = IntStream.range(0, PIXELS).toArray();
    int[] classes = IntStream.range(PIXELS, PIXELS + data.classes().size()).toArray();
    return EquilibriumLoss.squaredError(pixels).plus(EquilibriumLoss.softmaxCrossEntropy(classes));
  }

  /** Whether a pixel of a digit is hidden. */
  public boolean isHidden(int digit, int pixel) {
    int down = pixel / SIDE - corners[digit] / SIDE;
    int across = pixel % SIDE - corners[digit] % SIDE;
    return down >= 0 && down < HIDDEN_SIDE && across >= 0 && across < HIDDEN_SIDE;
  }

  /** One pattern for each digit. */
  public List<Pattern> patterns() {
    List<Pattern> patterns = new ArrayList<>();
    for (int digit = 0; digit < data.size(); digit++) {
      Pattern.Builder pattern = Pattern.of(network.units());
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        double grey = grey(digit, pixel);
        if (isHidden(digit, pixel)) {
          pattern.target(pixel, grey);
        } else {
          pattern.clamp(pixel, grey);
        }
      }
      for (int k = 0; k < data.classes().size(); k++) {
        pattern.target(PIXELS + k, data.labels()[digit] == k ? 1 : 0);
      }
      patterns.add(pattern.build());
    }
    return patterns;
  }

  private double grey(int digit, int pixel) {
    return data.features()[digit * PIXELS + pixel];
  }

  /** The logit of a class in a state. */
  public static double logit(double[] state, int label) {
    return state[PIXELS + label];
  }

  /** The class whose unit is strongest. */
  public int read(double[] state) {
    int best = 0;
    for (int k = 1; k < data.classes().size(); k++) {
      best = logit(state, k) > logit(state, best) ? k : best;
    }
    return best;
  }

  /** The picture of a digit, its hidden pixels as they are. */
  public double[] original(int digit) {
    double[] picture = new double[PIXELS];
    System.arraycopy(data.features(), digit * PIXELS, picture, 0, PIXELS);
    return picture;
  }

  /** The picture of a digit as the network sees it, its hidden pixels of a middle grey. */
  public double[] occluded(int digit) {
    double[] picture = original(digit);
    for (int pixel = 0; pixel < PIXELS; pixel++) {
      picture[pixel] = isHidden(digit, pixel) ? 0.5 : picture[pixel];
    }
    return picture;
  }

  /**
   * How well equilibria do.
   *
   * @param accuracy the share of digits that settle with their class unit the strongest
   * @param error the root of the mean squared error of the hidden pixels of those that settle; NaN
   *     if none does
   */
  public record Score(double accuracy, double error) {}

  /** How well the equilibria of all digits do. */
  public Score score(List<Equilibrium> equilibria) {
    int right = 0;
    double squares = 0;
    int hidden = 0;
    for (int digit = 0; digit < data.size(); digit++) {
      if (!equilibria.get(digit).outcome().isEquilibrium()) {
        continue; // the last state seen means nothing
      }
      double[] state = equilibria.get(digit).state();
      right += read(state) == data.labels()[digit] ? 1 : 0;
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        if (isHidden(digit, pixel)) {
          double error = state[pixel] - grey(digit, pixel);
          squares += error * error;
          hidden++;
        }
      }
    }
    return new Score(
        (double) right / data.size(), hidden == 0 ? Double.NaN : Math.sqrt(squares / hidden));
  }

  /** The error of filling each hidden pixel with its mean over other digits. */
  public double errorOfMeans(LabeledData others) {
    double[] means = new double[PIXELS];
    for (int i = 0; i < others.features().length; i++) {
      means[i % PIXELS] += others.features()[i] / others.size();
    }
    double squares = 0;
    int hidden = 0;
    for (int digit = 0; digit < data.size(); digit++) {
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        if (isHidden(digit, pixel)) {
          double error = means[pixel] - grey(digit, pixel);
          squares += error * error;
          hidden++;
        }
      }
    }
    return Math.sqrt(squares / hidden);
  }
}
