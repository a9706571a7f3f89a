package org.roperator.boltzmann;

import org.roperator.architecture.HouseContract;
import org.roperator.architecture.HouseRules;

/** The rules of the house in rop-boltzmann. */
class ImportsTest extends HouseContract {

  @Override
  protected HouseRules rules() {
    return HouseRules.ofModuleWith(BoltzmannMachine.class)
        .withDefaultBlasIn("org.roperator.boltzmann.Exact.standard")
        .withDefaultBlasIn("org.roperator.boltzmann.Gibbs.of")
        .withDefaultBlasIn("org.roperator.boltzmann.MeanField.standard")
        .withDefaultBlasIn("org.roperator.boltzmann.PersistentChains.of");
  }
}
