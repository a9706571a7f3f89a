package org.roperator.spectrum;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.roperator.contract.Samples;
import org.roperator.operator.SymmetricOperator;

class LanczosLaws {

  /** Eigenvalues on a coarse grid, so that most are multiple, of both signs. */
  @Property(tries = 60)
  void findsTheExtremesWithTheirMultiplicities(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 8, max = 70) int n,
      @ForAll @IntRange(min = 1, max = 8) int k,
      @ForAll @IntRange(min = 1, max = 4) int block) {
    double[] lambda = Samples.gaussian(Samples.random(seed), n);
    for (int i = 0; i < n; i++) {
      lambda[i] = Math.rint(2 * lambda[i]);
    }
    SymmetricOperator a = Prescribed.operator(seed, lambda);
    Eigenpairs pairs = Lanczos.top(k).withBlockSize(block).withSeed(seed).of(a);
    LanczosTest.checkPairs(a, pairs, Arrays.copyOf(Prescribed.falling(lambda), k), 1e-9);
  }
}
