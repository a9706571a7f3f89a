package org.roperator.nn.matching;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.roperator.contract.Samples;
import org.roperator.contract.SymmetricOperatorContract;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.layer.Activation;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/** Local Hessians, measured and in closed form, are symmetric operators. */
class LocalHessianLaws implements SymmetricOperatorContract<SymmetricOperator> {

  @Provide
  @Override
  public Arbitrary<SymmetricOperator> operators() {
    Network network =
        Network.inputs(4)
            .affine(3)
            .batchNormalization()
            .then(Activation.tanh())
            .residual(inner -> inner.affine(3).then(Activation.softplus()))
            .affine(3);
    double[] w = Samples.gaussian(Samples.random(1), network.dimension());
    BackMatching matching =
        BackMatching.of(network, Loss.softmaxCrossEntropy(), Nets.labelled(5, 4, 3, 2), w);
    List<SymmetricOperator> all = new ArrayList<>();
    for (LocalBlock block : matching.blocks()) {
      all.add(block.parameterHessian());
      all.add(block.inputHessian());
      all.add(block.inputHessian(1));
      all.add(block.outputCurvature());
      all.add(matching.gaussNewton(block.number()));
      all.add(block.inputLoss().expandAt(block.inputValues()).hessian());
    }
    double[] z = Samples.gaussian(Samples.random(3), 20);
    NormalizedLayer layer = NormalizedLayer.of(Samples.gaussian(Samples.random(4), 12), z, 4, 0.1);
    all.add(layer.byInputs());
    all.add(layer.approximationByInputs());
    all.add(layer.byWeights(1));
    all.add(layer.approximationByWeights(2));
    all.add(FullyConnected.byWeights(z, 4, 3));
    all.add(SkipConnection.byInputs(LinearOperator.dense(new double[][] {{1, 2}, {-3, 0.5}})));
    return Arbitraries.of(all);
  }
}
