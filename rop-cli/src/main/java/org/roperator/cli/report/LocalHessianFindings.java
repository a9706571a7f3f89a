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
      findings.add(spectrumFinding());
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
      report.conditions().stream()
          .filter(ConditioningRun::isFailure)
          .map(
              run ->
                  LocalHessianResults.format(
                      "The training of the network \"%s\" broke off (%s); its conditions after"
                          + " epoch %d are missing.",
                      run.architecture().title(), run.outcome(), run.lastEpoch()))
          .forEach(findings::add);
    }
    if (!report.methods().isEmpty()) {
      findings.add(trainingFinding());
    }
    return findings;
  }

  private String spectrumFinding() {
    List<SpectrumCase> gaussian = ofStart(report.spectra(), SpectrumCase.Start.GAUSSIAN);
    List<SpectrumCase> strays = report.strays();
    double miss =
        ofStart(report.spectra(), SpectrumCase.Start.ORTHOGONAL).stream()
            .mapToDouble(SpectrumCase::largestMiss)
            .max()
            .orElse(Double.NaN);
    return LocalHessianResults.format(
        "All first four moments are, to what %d draws tell, those of Gaussian weights of their size"
            + " in %d of %d Gaussian spectra; the law of Marchenko and Pastur is their limit."
            + " Orthogonal weights have %s (largest |λ(λ − 1)| %.0e).",
        gaussian.get(0).draws(),
        gaussian.size() - ofStart(strays, SpectrumCase.Start.GAUSSIAN).size(),
        gaussian.size(),
        ofStart(strays, SpectrumCase.Start.ORTHOGONAL).isEmpty()
            ? "eigenvalues one and zero alone"
            : "eigenvalues that are neither one nor zero",
        miss);
  }

  private static List<SpectrumCase> ofStart(List<SpectrumCase> cases, SpectrumCase.Start start) {
    return cases.stream().filter(c -> c.start() == start).toList();
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
    boolean decided = false;
    for (MethodResult result : report.methods().subList(1, report.methods().size())) {
      MeanInterval beyond = report.beyondFirst(result);
      String verdict =
          beyond.isAboveZero() ? "better" : beyond.isBelowZero() ? "worse" : "not told apart";
      decided |= beyond.isKnown();
      verdicts.add(result.method().title() + ": " + verdict);
    }
    if (!decided) {
      return LocalHessianResults.format(
          "By test accuracy, in per cent: %s. Which is better one seed doesn't tell; take --seeds of"
              + " at least 2.",
          order);
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
