package org.roperator.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.roperator.internal.Gaussian;
import org.roperator.nn.layer.ParameterArray;

/** Where the weights of a network start; biases start at zero. */
@FunctionalInterface
public interface Initializer {

  /**
   * Fills a weight array.
   *
   * @param array what the array is
   * @param random the source of randomness
   * @param w the parameters of the network. Overwritten from {@code from} on, over the array's
   *     length.
   * @param from index of the array's first entry
   */
  void fill(ParameterArray array, RandomGenerator random, double[] w, int from);

  /**
   * Normal weights of variance {@code 2 / (fanIn + fanOut)}, which keep the sizes of both values
   * and adjoints through layers of slope about 1 (Glorot and Bengio, 2010).
   */
  static Initializer glorotNormal() {
    return normal(array -> 2.0 / (array.fanIn() + array.fanOut()));
  }

  /** Uniform weights of the same variance, {@code |w| ≤ √(6 / (fanIn + fanOut))}. */
  static Initializer glorotUniform() {
    return (array, random, w, from) -> {
      double bound = Math.sqrt(6.0 / (array.fanIn() + array.fanOut()));
      for (int i = 0; i < array.length(); i++) {
        w[from + i] = random.nextDouble(-bound, bound);
      }
    };
  }

  /**
   * Normal weights of variance {@code 2 / fanIn}, which keep the size of values through rectifiers,
   * where half of them are lost (He, Zhang, Ren and Sun, 2015).
   */
  static Initializer he() {
    return normal(array -> 2.0 / array.fanIn());
  }

  /**
   * Fifteen standard normal weights into each output and zeros elsewhere, the inputs drawn with
   * replacement, so that one drawn twice keeps its later weight (Martens, 2010).
   */
  static Initializer sparse() {
    return sparse(15);
  }

  /**
   * Some standard normal weights into each output and zeros elsewhere; see {@link #sparse()}.
   *
   * @param incoming how many weights to draw for each output, at least 1
   */
  static Initializer sparse(int incoming) {
    org.roperator.internal.Arguments.requirePositive("The number of incoming weights", incoming);
    return (array, random, w, from) -> {
      Arrays.fill(w, from, from + (int) array.length(), 0);
      int inputs = array.fanIn();
      for (int row = 0; row < array.length() / inputs; row++) {
        for (int k = 0; k < incoming; k++) {
          w[from + row * inputs + random.nextInt(inputs)] = Gaussian.draw(random);
        }
      }
    };
  }

  /**
   * Orthonormal rows, or columns if there are more rows than columns, drawn uniformly: {@code WWᵀ =
   * I} or {@code WᵀW = I}, so that a square layer keeps every length (Saxe, McClelland and Ganguli,
   * 2014). The columns of an array of more than two extents are all but its first.
   */
  static Initializer orthogonal() {
    return orthogonal(1);
  }

  /**
   * The same times a gain.
   *
   * @param gain finite, above 0; such as √2 before rectifiers
   */
  static Initializer orthogonal(double gain) {
    return new OrthogonalInitializer(gain);
  }

  private static Initializer normal(java.util.function.ToDoubleFunction<ParameterArray> variance) {
    return (array, random, w, from) -> {
      double deviation = Math.sqrt(variance.applyAsDouble(array));
      for (int i = 0; i < array.length(); i++) {
        w[from + i] = deviation * Gaussian.draw(random);
      }
    };
  }
}
