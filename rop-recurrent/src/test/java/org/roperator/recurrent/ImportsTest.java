package org.roperator.recurrent;

import org.roperator.architecture.HouseContract;
import org.roperator.architecture.HouseRules;

/** The rules of the house in rop-recurrent. */
class ImportsTest extends HouseContract {

  @Override
  protected HouseRules rules() {
    return HouseRules.ofModuleWith(RecurrentNetwork.class)
        .withDefaultBlasIn("org.roperator.recurrent.RecurrentNetwork.of");
  }
}
