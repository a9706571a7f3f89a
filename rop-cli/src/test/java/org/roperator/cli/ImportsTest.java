package org.roperator.cli;

import org.roperator.architecture.HouseContract;
import org.roperator.architecture.HouseRules;
import org.roperator.cli.matching.TrainingPlan;

/** The rules of the house in rop-cli. */
class ImportsTest extends HouseContract {

  @Override
  protected HouseRules rules() {
    return HouseRules.ofModuleWith(TrainingPlan.class);
  }
}
