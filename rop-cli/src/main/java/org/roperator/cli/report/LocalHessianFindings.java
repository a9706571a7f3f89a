package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.roperator.cli.matching.BlockCondition;
import org.roperator.cli.matching.ConditioningRun;
import org.roperator.cli.matching.LocalHessianResults;
import org.roperator.cli.matching.SpectrumCase;
import org.roperator.cli.matching.TrainingComparison.MethodResult;
import org.roperator.cli.run.MeanInterval;

/** What the tables of {@code rop local-hessian} come to, in words. */
public final class LocalHessianFindings {

  private final LocalHessianResults report;

  private LocalHessianFindings(LocalHessianResults report) {
    this.report = report;
  }

  /** A sentence for each part. */
  public static List<String> of(LocalHessianResults report) {
    return new LocalHessianFindings(report).sentences();
  }

  private List<String> sentences() {
    List<String> findings = new ArrayList<>();
    if (!report.spectra().isEmpty()) {
      long gaussian =
          report.spectra().stream().filter(c -> c.start() == SpectrumCase.Start.GAUSSIAN).count();
      long following = report.spectra().stream().filter(c -> c.largestDeviation() <= 3).count();
      findings.add(
          LocalHessianResults.format(
              "All first four moments lie within three standard errors of Marchenko and Pastur's in"
                  + " %d of %d Gaussian spectra; orthogonal weights have eigenvalues one and zero"
                  + " alone.",
              following, gaussian));
    }
    if (!report.conditions().isEmpty()) {
      findings.add(
          "Median condition of H_z down the network at the start: "
              + report.conditions().stream()
                  .map(
                      run ->
                          run.architecture().title()
                              + " "
                              + LocalHessianResults.format("%.0f", startCondition(run)))
                  .collect(Collectors.joining("; "))
              + ".");
    }
    if (!report.methods().isEmpty()) {
      findings.add(trainingFinding());
    }
    return findings;
  }

  private static double startCondition(ConditioningRun run) {
    return LocalHessianResults.median(
        run.snapshots().get(0).blocks().stream().map(BlockCondition::ofInputs).toList());
  }

  private String trainingFinding() {
    String order =
        report.methods().stream()
            .sorted(
                (a, b) ->
                    Double.compare(
                        LocalHessianResults.accuracy(b).mean(),
                        LocalHessianResults.accuracy(a).mean()))
            .map(
                m ->
                    m.method().title()
                        + LocalHessianResults.format(
                            " %.2f", LocalHessianResults.accuracy(m).mean()))
            .collect(Collectors.joining("; "));
    List<String> verdicts = new ArrayList<>();
    for (MethodResult result : report.methods().subList(1, report.methods().size())) {
      MeanInterval beyond = report.beyondFirst(result);
      String verdict =
          beyond.isAboveZero() ? "better" : beyond.isBelowZero() ? "worse" : "not told apart";
      verdicts.add(result.method().title() + ": " + verdict);
    }
    return LocalHessianResults.format(
        "By mean test accuracy over %d seeds, in per cent: %s. Against %s, by 95 %% intervals of"
            + " the differences seed by seed: %s.",
        report.plan().seeds(),
        order,
        report.methods().get(0).method().title(),
        String.join("; ", verdicts));
  }
}
