package org.roperator.data;

import org.roperator.architecture.HouseContract;
import org.roperator.architecture.HouseRules;

/** The rules of the house in rop-data. */
class ImportsTest extends HouseContract {

  @Override
  protected HouseRules rules() {
    return HouseRules.ofModuleWith(LabeledData.class);
  }
}
