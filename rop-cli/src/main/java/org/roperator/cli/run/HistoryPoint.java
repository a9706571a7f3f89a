package org.roperator.cli.run;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import java.util.Map;
import org.roperator.cli.metrics.Meaning;

/**
 * One finished iteration of a training run.
 *
 * @param iteration its number, counted from 1
 * @param seconds from the start of the run to its end
 * @param trainLoss the mean loss over the training examples, without decay
 * @param testLoss the mean loss over the test examples
 * @param testAccuracy the share of test examples it got right
 * @param figures the method's own numbers by name
 */
public record HistoryPoint(
    @Meaning("the number of the iteration or epoch; 0 is the start") int iteration,
    @Meaning("the time from the start of the run to its end") double seconds,
    @Meaning(
            "the mean training loss without decay, of methods that step by mini-batches the mean over the epoch while it ran; of `hbp` over at most 10,000 training examples at its end; of `local-hessian` with decay")
        double trainLoss,
    @Meaning("the mean test loss") double testLoss,
    @Meaning("the share of test examples it got right") double testAccuracy,
    @JsonAnyGetter
        @Meaning(
            "the method's own numbers: of `hf` `lambda`, `rho`, `cg_steps`, `chosen_cg_step`, `step_rate`, `gradient_norm`; of the others `gradient_norm`, `steps`, `step_norm`; of the curvature runs of `hbp` also `blocks`, `cg_steps` (mean per solve), `most_cg_steps`, `negative_curvature`; of `local-hessian` also `factor.…`, what each matrix's gradient was multiplied by")
        Map<String, Double> figures) {}
