package org.roperator.cli.matching;

import java.util.Locale;
import org.roperator.nn.Initializer;
import org.roperator.nn.Network;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.BatchNormalization;

/** Deep networks of one width whose conditions are compared. */
public enum Architecture {
  /** Affine layers and tanh, Gaussian weights. */
  PLAIN("plain"),
  /** The same from orthogonal weights. */
  ORTHOGONAL("orthogonal start"),
  /** Each hidden layer beside a skip, {@code z + tanh(Wz + b)}. */
  SKIP("skip"),
  /** Batch normalization before each tanh. */
  BATCH_NORM("batch norm");

  private final String title;

  Architecture(String title) {
    this.title = title;
  }

  /** The name for people. */
  public String title() {
    return title;
  }

  /** The name for machines. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  Initializer initializer() {
    return this == ORTHOGONAL ? Initializer.orthogonal() : Initializer.glorotNormal();
  }

  /**
   * The network.
   *
   * @param depth hidden layers behind the first
   */
  Network network(int inputs, int width, int depth, int classes) {
    Network network = layer(Network.inputs(inputs), width);
    for (int i = 0; i < depth; i++) {
      network =
          this == SKIP ? network.residual(inner -> layer(inner, width)) : layer(network, width);
    }
    return network.affine(classes);
  }

  private Network layer(Network network, int width) {
    Network affine = network.affine(width);
    // No ε, so that what is scale-invariant is so exactly.
    return (this == BATCH_NORM ? affine.then(BatchNormalization.of(width).withEpsilon(0)) : affine)
        .then(Activation.tanh());
  }
}
