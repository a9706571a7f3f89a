package org.roperator.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Arguments;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.BatchNormalization;
import org.roperator.nn.layer.Dropout;
import org.roperator.nn.layer.Layer;
import org.roperator.nn.layer.LayerNormalization;
import org.roperator.nn.layer.Layers;
import org.roperator.nn.layer.ParameterArray;
import org.roperator.nn.layer.Workspace;

/**
 * A chain of layers over one flat parameter vector.
 *
 * <pre>{@code
 * Network network = Network.inputs(64).affine(32).then(Activation.tanh()).affine(10);
 * double[] w = network.initialize(Initializer.glorotNormal(), 1);
 * NetworkObjective objective =
 *     NetworkObjective.of(network, Loss.softmaxCrossEntropy(), data).withDecay(2e-5);
 * double[] hv = objective.expandAt(w).hessian().times(v);
 * }</pre>
 *
 * <p>Layers with parameters are counted from 1, and their arrays named {@code layer1.W}, {@code
 * layer1.b}, and so on; W has one row per output. Immutable.
 */
public final class Network {

  private final int inputs;
  private final List<Layer> layers;
  private final ParameterPlan plan;

  private Network(int inputs, List<Layer> layers, ParameterPlan plan) {
    this.inputs = inputs;
    this.layers = List.copyOf(layers);
    this.plan = plan;
  }

  /** A network without layers yet, for a given number of inputs. */
  public static Network inputs(int inputs) {
    return new Network(
        Arguments.requirePositive("The number of inputs", inputs),
        List.of(),
        ParameterPlan.empty());
  }

  /** This network followed by an affine layer, {@code y = Wx + b}. */
  public Network affine(int outputs) {
    return then(Layers.affine(outputs(), outputs));
  }

  /** This network followed by an activation of each output. */
  public Network then(Activation activation) {
    return then(Layers.activation(outputs(), activation));
  }

  /**
   * This network followed by the normalization of each output over the batch, as in training; see
   * {@link BatchNormalization}.
   */
  public Network batchNormalization() {
    return then(BatchNormalization.of(outputs()));
  }

  /** This network followed by the normalization of each example over its outputs. */
  public Network layerNormalization() {
    return then(LayerNormalization.of(outputs()));
  }

  /** This network followed by factors and shifts of single outputs, {@code y = γ ∘ x + β}. */
  public Network scaled() {
    return then(Layers.scale(outputs(), outputs()));
  }

  /**
   * This network followed by a residual block, {@code y = x + f(x)}.
   *
   * <pre>{@code
   * network.residual(inner -> inner.affine(64).then(Activation.tanh()).affine(64))
   * }</pre>
   *
   * @param inside adds the layers of f
   * @throws IllegalArgumentException if f has another number of outputs than inputs
   */
  public Network residual(UnaryOperator<Network> inside) {
    return residual(inside, skip -> skip);
  }

  /**
   * This network followed by a residual block whose skip has layers of its own, {@code y = s(x) +
   * f(x)}, such as a projection onto another width.
   *
   * @param inside adds the layers of f
   * @param skip adds the layers of s
   * @throws IllegalArgumentException if f and s have different numbers of outputs
   */
  public Network residual(UnaryOperator<Network> inside, UnaryOperator<Network> skip) {
    Network start = inputs(outputs());
    Network f = inside.apply(start);
    Network s = skip.apply(start);
    if (!f.layers.isEmpty() && f.inputs != s.inputs) {
      throw new IllegalArgumentException(
          "The layers of a residual block take "
              + f.inputs
              + " inputs, but its skip takes "
              + s.inputs
              + "; add layers to the network that is given.");
    }
    Layer block = Layers.residual(s.inputs, f.layers, s.layers);
    if (f.hasTies() || s.hasTies()) {
      throw new IllegalArgumentException(
          "Layers within a residual block can't share parameters: its sweeps find the one layer of"
              + " an array by where it lies. Share whole blocks, network.tied(i), or layers outside"
              + " of them.");
    }
    return then(block);
  }

  /**
   * This network followed by a dropout of each output; see {@link Dropout}.
   *
   * @param rate the probability to be dropped, in [0, 1)
   * @param seed of the random numbers
   */
  public Network dropout(double rate, long seed) {
    return then(Dropout.of(outputs(), rate, seed));
  }

  /**
   * This network followed by one of its layers once more, with the same parameters. Whatever is
   * differentiated by them takes both into account; blocks of {@link
   * org.roperator.nn.curvature.HessianBackpropagation} are the sum of what each contributes.
   *
   * @param layer its index in {@link #layers()}
   * @throws IllegalArgumentException if there is no such layer, if it has no parameters, or if it
   *     takes another number of inputs than there are outputs
   */
  public Network tied(int layer) {
    requireParameters(layer);
    return then(layers.get(layer), plan.source(layer));
  }

  /**
   * This network followed by {@code y = Wᵀx}, W the weights of one of its affine layers: the way
   * back of a tied autoencoder, without biases; {@link #shifted} adds some.
   *
   * <pre>{@code
   * Network.inputs(64).affine(16).then(Activation.tanh()).tiedTransposed(0).shifted()
   * }</pre>
   *
   * @param layer its index in {@link #layers()}
   * @throws IllegalArgumentException if there is no such layer, if it is not affine, or if it gives
   *     another number of outputs than there are here
   */
  public Network tiedTransposed(int layer) {
    requireParameters(layer);
    Layer affine = layers.get(layer);
    if (!Layers.isAffine(affine)) {
      throw new IllegalArgumentException(
          "The layer at index "
              + layer
              + ", "
              + affine
              + ", has no weight matrix to transpose; only affine layers have.");
    }
    return then(Layers.transposed(affine), plan.source(layer));
  }

  private void requireParameters(int layer) {
    if (layer < 0 || layer >= layers.size() || layers.get(layer).parameters().isEmpty()) {
      throw new IllegalArgumentException(
          "There are no parameters to share at index "
              + layer
              + " of layers(); take one from 0 to "
              + (layers.size() - 1)
              + " whose layer has some.");
    }
  }

  /** This network followed by a shift of each output, {@code y = x + b}. */
  public Network shifted() {
    return then(Layers.shift(outputs()));
  }

  /**
   * This network followed by a layer.
   *
   * @throws IllegalArgumentException if the layer takes another number of inputs than there are
   *     outputs
   */
  public Network then(Layer layer) {
    return then(layer, layers.size());
  }

  private Network then(Layer layer, int source) {
    if (layer.inputs() != outputs()) {
      throw new IllegalArgumentException(
          "The layer takes "
              + layer.inputs()
              + " inputs, but the network before it has "
              + outputs()
              + " outputs.");
    }
    List<Layer> longer = new ArrayList<>(layers);
    longer.add(layer);
    return new Network(inputs, longer, plan.then(longer, source));
  }

  /** The number of inputs. */
  public int inputs() {
    return inputs;
  }

  /** The number of outputs. */
  public int outputs() {
    return layers.isEmpty() ? inputs : layers.get(layers.size() - 1).outputs();
  }

  /** The layers in the order in which they act. */
  public List<Layer> layers() {
    return layers;
  }

  /** The number n of parameters. */
  public int dimension() {
    return plan.dimension();
  }

  /**
   * The names of the parameters.
   *
   * @throws IllegalArgumentException if no layer has any
   */
  public ParameterLayout layout() {
    requireParameters();
    return plan.layout();
  }

  /**
   * Fresh parameters.
   *
   * @param initializer draws the weights; biases are zero, factors one
   * @param seed of the random numbers
   */
  public double[] initialize(Initializer initializer, long seed) {
    return plan.initialize(initializer, seed);
  }

  /** Whether outputs of an example depend on other examples of its batch, in any of the layers. */
  public boolean couplesExamples() {
    return layers.stream().anyMatch(Layer::couplesExamples);
  }

  /**
   * This network as it acts in use rather than in training, with the same parameters: statistics of
   * batches are fixed as those of the given examples, taken as one batch, and nothing is dropped.
   *
   * <pre>{@code
   * Network inUse = network.inference(w, trainingData);
   * double accuracy = Prediction.of(inUse, w).accuracy(testData);
   * }</pre>
   *
   * @param w n finite parameters. Not modified.
   * @param data of whose inputs the statistics are taken
   */
  public Network inference(double[] w, Dataset data) {
    return inference(w, data, Blas.instance());
  }

  /**
   * This network as it acts in use, as {@link #inference(double[], Dataset)}, over another BLAS
   * than that of the process.
   *
   * @param w n finite parameters. Not modified.
   * @param data of whose inputs the statistics are taken
   * @param blas multiplies the matrices
   */
  public Network inference(double[] w, Dataset data, Blas blas) {
    requirePoint(w, data);
    return inference(data.inputs(0, data.size()), w, 0, Workspace.over(blas));
  }

  /** Requires finite parameters and as many features as inputs. */
  void requirePoint(double[] w, Dataset data) {
    requireInputs(data);
    Arguments.requireLength(
        "The parameter vector", w, dimension(), "the network has " + dimension() + " parameters");
    Arguments.requireFinite("The parameter vector", w);
  }

  /**
   * Index of a layer's first parameter.
   *
   * @param layer its index in {@link #layers()}
   */
  public int offset(int layer) {
    return plan.offset(layer);
  }

  /** The parameter arrays in the order in which they lie. */
  List<ParameterArray> arrays() {
    return plan.arrays();
  }

  /**
   * Index in {@link #layers()} of the first layer with parameters; those before it only prepare the
   * data.
   */
  public int firstTrained() {
    int i = 0;
    while (layers.get(i).parameters().isEmpty()) {
      i++;
    }
    return i;
  }

  void requireParameters() {
    if (plan.arrays().isEmpty()) {
      throw new IllegalArgumentException(
          "The network has no layer with parameters; add one, such as affine(10).");
    }
  }

  /**
   * This network with the random layers reseeded, such as with other masks of dropout.
   *
   * @param seed of the random numbers
   */
  public Network withSeed(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Layer> others = new ArrayList<>();
    layers.forEach(layer -> others.add(layer.withSeed(random.nextLong())));
    return new Network(inputs, others, plan);
  }

  /** Whether some layers share their parameters. */
  public boolean hasTies() {
    return plan.hasTies();
  }

  /**
   * This network as it acts in use.
   *
   * @param x rows of inputs. Handed over: may be overwritten, unless they are data.
   * @param from index of the first parameter in {@code w}
   */
  Network inference(Matrix x, double[] w, int from, Workspace work) {
    List<Layer> others = new ArrayList<>();
    Matrix y = x;
    for (int i = 0; i < layers.size(); i++) {
      Layer other = layers.get(i).inference(y, w, from + plan.offset(i), work);
      others.add(other);
      y = other.outputs(y, w, from + plan.offset(i), work);
    }
    return new Network(inputs, others, plan);
  }

  /** The first layer that couples examples, as a message names it; there must be one. */
  String couplingLayer() {
    int i = 0;
    while (!layers.get(i).couplesExamples()) {
      i++;
    }
    return "layer " + (i + 1) + " of the network, " + layers.get(i) + ",";
  }

  void requireInputs(Dataset data) {
    if (data.features() != inputs) {
      throw new IllegalArgumentException(
          "The network takes "
              + inputs
              + " inputs, but the data set has "
              + data.features()
              + " features.");
    }
  }
}
