package org.roperator.openblas;

import org.roperator.architecture.HouseContract;
import org.roperator.architecture.HouseRules;

/** The rules of the house in rop-openblas. */
class ImportsTest extends HouseContract {

  @Override
  protected HouseRules rules() {
    return HouseRules.ofModuleWith(OpenBlasProvider.class);
  }
}
