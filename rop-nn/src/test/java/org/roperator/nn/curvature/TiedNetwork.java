package org.roperator.nn.curvature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roperator.contract.Samples;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.Convolution;
import org.roperator.nn.layer.ImageShape;
import org.roperator.nn.layer.Kernel;
import org.roperator.operator.BlockDiagonal.Block;
import org.roperator.operator.SymmetricOperator;

/** A network with shared parameters beside one that has each of them apart. */
final class TiedNetwork {

  /** Of a parameter that the tied network has not, being zero. */
  private static final int ZERO = -1;

  private static final Loss LOSS = Loss.softmaxCrossEntropy();

  private final String name;
  private final Network tied;
  private final Network untied;

  /** For each parameter of the untied network the one it equals, or {@link #ZERO}. */
  private final int[] map;

  private TiedNetwork(String name, Network tied, Network untied, int[] map) {
    this.name = name;
    this.tied = tied;
    this.untied = untied;
    this.map = map;
  }

  Network tied() {
    return tied;
  }

  Network untied() {
    return untied;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Those whose layers send averages back. */
  static List<TiedNetwork> affine() {
    Network start = Network.inputs(3).affine(4).then(Activation.tanh()).affine(4);
    Network twice = start.then(Activation.logistic());
    Network code = Network.inputs(3).affine(2).then(Activation.tanh());
    Network wide = Network.inputs(3).affine(13).then(Activation.tanh());
    Network mirrored = code.tiedTransposed(0).then(Activation.tanh());
    return List.of(
        new TiedNetwork(
            "twice",
            twice.tied(2).affine(3),
            twice.affine(4).affine(3),
            map(0, 36, 16, 36, 36, 51)),
        new TiedNetwork(
            "thrice",
            twice.tied(2).then(Activation.tanh()).tied(4).affine(3),
            twice.affine(4).then(Activation.tanh()).affine(4).affine(3),
            map(0, 36, 16, 36, 16, 36, 36, 51)),
        new TiedNetwork(
            "transposed",
            code.tiedTransposed(0),
            code.affine(3),
            joined(map(0, 8), turned(2), zeros(3))),
        new TiedNetwork(
            "autoencoder",
            code.tiedTransposed(0).shifted(),
            code.affine(3),
            joined(map(0, 8), turned(2), map(8, 11))),
        new TiedNetwork(
            "deep autoencoder",
            code.affine(3)
                .then(Activation.logistic())
                .tiedTransposed(2)
                .shifted()
                .then(Activation.tanh())
                .tiedTransposed(0)
                .shifted(),
            code.affine(3).then(Activation.logistic()).affine(2).then(Activation.tanh()).affine(3),
            joined(
                map(0, 8, 8, 17),
                new int[] {8, 10, 12, 9, 11, 13},
                map(17, 19),
                turned(2),
                map(19, 22))),
        new TiedNetwork(
            "transposed, of more inputs than twice the examples",
            wide.tiedTransposed(0),
            wide.affine(3),
            joined(map(0, 52), turned(13), zeros(3))),
        new TiedNetwork(
            "to and fro",
            mirrored.tied(0).then(Activation.tanh()).tied(2).affine(3),
            code.affine(3)
                .then(Activation.tanh())
                .affine(2)
                .then(Activation.tanh())
                .affine(3)
                .affine(3),
            joined(map(0, 8), turned(2), zeros(3), map(0, 8), turned(2), zeros(3), map(8, 20))));
  }

  /** Those with layers that send exact curvature alone. */
  static List<TiedNetwork> others() {
    Convolution keeps = Convolution.of(new ImageShape(1, 3, 1), 1, Kernel.of(3).withPadding(1));
    Network images = Network.inputs(3).then(keeps).then(Activation.tanh());
    Network block =
        Network.inputs(3)
            .residual(inner -> inner.affine(2).then(Activation.tanh()).affine(3))
            .then(Activation.tanh());
    return List.of(
        new TiedNetwork(
            "convolution",
            images.tied(0).scaled(),
            images.then(keeps).scaled(),
            map(0, 10, 0, 10, 10, 16)),
        new TiedNetwork(
            "residual block",
            block.tied(0).affine(3),
            block.residual(inner -> inner.affine(2).then(Activation.tanh()).affine(3)).affine(3),
            map(0, 17, 0, 17, 17, 29)));
  }

  static List<TiedNetwork> all() {
    List<TiedNetwork> all = new ArrayList<>(affine());
    all.addAll(others());
    return all;
  }

  private static int[] map(int... ranges) {
    int[] map = {};
    for (int i = 0; i < ranges.length; i += 2) {
      int from = ranges[i];
      int at = map.length;
      map = Arrays.copyOf(map, at + ranges[i + 1] - from);
      for (int j = at; j < map.length; j++) {
        map[j] = from + j - at;
      }
    }
    return map;
  }

  /** W of so many rows of 3, from 0 on, turned round. */
  private static int[] turned(int rows) {
    int[] map = new int[3 * rows];
    for (int i = 0; i < map.length; i++) {
      map[i] = i % rows * 3 + i / rows;
    }
    return map;
  }

  private static int[] zeros(int count) {
    int[] zeros = new int[count];
    Arrays.fill(zeros, ZERO);
    return zeros;
  }

  private static int[] joined(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }

  NetworkObjective objective() {
    return NetworkObjective.of(tied, LOSS, Nets.labelled(6, 3, 3, 5));
  }

  double[] theta(long seed) {
    return Samples.gaussian(Samples.random(seed), tied.dimension());
  }

  NetworkExpansion at(long seed) {
    return objective().expandAt(theta(seed));
  }

  NetworkExpansion apart(long seed) {
    return NetworkObjective.of(untied, LOSS, Nets.labelled(6, 3, 3, 5))
        .expandAt(spread(theta(seed)));
  }

  private double[] spread(double[] theta) {
    double[] w = new double[map.length];
    for (int i = 0; i < w.length; i++) {
      w[i] = map[i] == ZERO ? 0 : theta[map[i]];
    }
    return w;
  }

  /** {@code TᵀAT} of a matrix of the untied parameters, {@code w = Tθ}. */
  double[][] gathered(SymmetricOperator untied) {
    double[][] matrix = new double[tied.dimension()][tied.dimension()];
    for (int i = 0; i < map.length; i++) {
      double[] unit = new double[map.length];
      unit[i] = 1;
      double[] row = untied.times(unit);
      for (int j = 0; j < map.length; j++) {
        if (map[i] != ZERO && map[j] != ZERO) {
          matrix[map[i]][map[j]] += row[j];
        }
      }
    }
    return matrix;
  }

  /** The rows and columns of a block. */
  static double[][] part(double[][] whole, Block<?> block) {
    int[] places =
        block.ranges().stream()
            .map(range -> map(range.from(), range.to()))
            .flatMapToInt(Arrays::stream)
            .toArray();
    double[][] part = new double[places.length][places.length];
    for (int i = 0; i < places.length; i++) {
      for (int j = 0; j < places.length; j++) {
        part[i][j] = whole[places[i]][places[j]];
      }
    }
    return part;
  }

  /** How many layers have the parameters of a block. */
  long sharing(Block<?> block) {
    int first = block.ranges().get(0).from();
    return Arrays.stream(map).filter(i -> i == first).count();
  }
}
