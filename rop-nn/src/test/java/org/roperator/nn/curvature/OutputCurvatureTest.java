package org.roperator.nn.curvature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.LossPass;
import org.roperator.nn.Shard;
import org.roperator.nn.layer.Pass;
import org.roperator.nn.layer.Workspace;

/** The mean curvature at many outputs, in the memory of one group of unit vectors. */
class OutputCurvatureTest {

  private static final int OUTPUTS = 200;
  private static final int EXAMPLES = 512;

  /** What products with a group of unit vectors may take. */
  private static final long GROUP = 1 << 22;

  /** Examples of which only the loss is known. */
  private record LossAlone(LossPass loss, int examples) implements Shard {

    @Override
    public int firstExample() {
      return 0;
    }

    @Override
    public Pass pass(int layer) {
      throw new AssertionError("no layer has a part in the curvature at the outputs");
    }
  }

  /** Of ½‖y − t‖² it is the identity; 1/512 and its sums of up to 512 terms are exact. */
  @Test
  void groupsOfUnitVectorsTakeTheSameMemory() {
    Workspace memory = Workspace.over(Blas.instance());
    Matrix y = Matrix.of(new double[EXAMPLES * OUTPUTS], 0, EXAMPLES, OUTPUTS);
    Dataset data =
        Dataset.regression(new double[EXAMPLES], 1, new double[EXAMPLES * OUTPUTS], OUTPUTS);
    LossPass loss = Loss.squaredError().forward(y, data, 0, 1.0 / EXAMPLES, memory);
    Workspace work = Workspace.over(Blas.instance());
    double[] sum = new double[1 + OUTPUTS * OUTPUTS];
    sum[1] = Double.NaN;
    OutputCurvature.ofLoss().addMean(new LossAlone(loss, EXAMPLES), OUTPUTS, sum, 1, 0, work);
    for (int i = 0; i < OUTPUTS; i++) {
      for (int j = 0; j < OUTPUTS; j++) {
        assertEquals(i == j ? 1 : 0, sum[1 + i * OUTPUTS + j], 0.0);
      }
    }
    // Unit vectors, and room for their products; all of them would take five groups.
    assertTrue(work.lentNumbers() <= 2 * GROUP, () -> work.lentNumbers() + " numbers");
  }
}
