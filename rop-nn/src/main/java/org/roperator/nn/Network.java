package org.roperator.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.roperator.function.ParameterLayout;
import org.roperator.operator.Arguments;

/**
 * A chain of layers over one flat parameter vector.
 *
 * <pre>{@code
 * Network network = Network.inputs(64).affine(32).then(Activation.tanh()).affine(10);
 * double[] w = network.initialise(Initialiser.glorotNormal(), 1);
 * NetworkObjective objective = network.objective(Loss.softmaxCrossEntropy(), data).withDecay(2e-5);
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
    return then(new AffineLayer(outputs(), outputs));
  }

  /** This network followed by an activation of each output. */
  public Network then(Activation activation) {
    return then(new ActivationLayer(outputs(), activation));
  }

  /**
   * This network followed by the normalisation of each output over the batch, as in training; see
   * {@link BatchNormalisation}.
   */
  public Network batchNormalisation() {
    return then(BatchNormalisation.of(outputs()));
  }

  /** This network followed by the normalisation of each example over its outputs. */
  public Network layerNormalisation() {
    return then(LayerNormalisation.of(outputs()));
  }

  /** This network followed by factors and shifts of single outputs, {@code y = γ ∘ x + β}. */
  public Network scaled() {
    return then(new ScaleLayer(outputs(), outputs()));
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
    return then(ResidualLayer.of(inside.apply(start), skip.apply(start)));
  }

  /**
   * This network followed by a dropout of each output; see {@link Dropout}.
   *
   * @param rate the probability to be dropped, from 0 to below 1
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
    if (!(layers.get(layer) instanceof AffineLayer affine)) {
      throw new IllegalArgumentException(
          "Layer "
              + layer
              + ", "
              + layers.get(layer)
              + ", has no weight matrix to transpose; only affine layers have.");
    }
    return then(new TransposedLayer(affine.outputs(), affine.inputs()), plan.source(layer));
  }

  private void requireParameters(int layer) {
    if (layer < 0 || layer >= layers.size() || layers.get(layer).parameters().isEmpty()) {
      throw new IllegalArgumentException(
          "There are no parameters of layer "
              + layer
              + " to share; of layers 0 to "
              + (layers.size() - 1)
              + " take one that has some.");
    }
  }

  /** This network followed by a shift of each output, {@code y = x + b}. */
  public Network shifted() {
    return then(new ShiftLayer(outputs()));
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
   * @param initialiser draws the weights; biases are zero, factors one
   * @param seed of the random numbers
   */
  public double[] initialise(Initialiser initialiser, long seed) {
    return plan.initialise(initialiser, seed);
  }

  /**
   * The mean over a data set of the loss of this network's outputs, as a function of its
   * parameters.
   *
   * @throws IllegalArgumentException if the data has other inputs or targets than the network and
   *     the loss need, if the network has no parameters, or if one expansion would not fit into the
   *     memory there is
   */
  public NetworkObjective objective(Loss loss, Dataset data) {
    return NetworkObjective.of(this, loss, data);
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
   * double accuracy = network.inference(w, trainingData).accuracy(w, testData);
   * }</pre>
   *
   * @param w n finite parameters. Not modified.
   * @param data of whose inputs the statistics are taken
   */
  public Network inference(double[] w, Dataset data) {
    return Prediction.inference(this, w, data);
  }

  /**
   * The outputs for each example, row by row.
   *
   * @param w n finite parameters. Not modified.
   * @param data examples of which only the inputs are looked at
   * @throws IllegalArgumentException if layers couple examples: take {@link #inference} first
   */
  public double[] outputs(double[] w, Dataset data) {
    return Prediction.outputs(this, w, data);
  }

  /** The class with the largest output for each example; NaN is never the largest. */
  public int[] predictions(double[] w, Dataset data) {
    return Prediction.classes(this, w, data);
  }

  /** The share of the examples whose largest output is that of their label. */
  public double accuracy(double[] w, Dataset data) {
    return Prediction.accuracy(this, w, data);
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
   * This network with other random numbers wherever layers use some, such as other masks of
   * dropout.
   *
   * @param seed of the random numbers
   */
  public Network redrawn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Layer> others = new ArrayList<>();
    layers.forEach(layer -> others.add(layer.redrawn(random.nextLong())));
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
  Network inference(Batch x, double[] w, int from, Workspace work) {
    List<Layer> others = new ArrayList<>();
    Batch y = x;
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
