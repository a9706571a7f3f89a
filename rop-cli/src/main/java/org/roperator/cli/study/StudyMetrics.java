package org.roperator.cli.study;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.roperator.cli.metrics.Meaning;
import org.roperator.cli.run.Program;

/**
 * The metrics of {@code rop study}, beside its table.
 *
 * @param program what wrote it
 * @param grid what was studied
 * @param made how it was made
 * @param correlations what goes with the generalization gap
 */
public record StudyMetrics(
    @JsonUnwrapped Program program,
    @JsonUnwrapped Grid grid,
    @JsonUnwrapped Made made,
    @Meaning("an object for each quantity of each block at each moment")
        List<Correlation> correlations) {

  /**
   * The metrics of a study.
   *
   * @param version of this program
   */
  public static StudyMetrics of(String version, StudyResult result) {
    return new StudyMetrics(
        new Program("study", version),
        new Grid(
            result.commandLine(),
            result.settings().fingerprint(),
            result.settings().networkCount(),
            result.rows().size()),
        new Made(result.seed(), result.blas(), result.threads(), result.seconds()),
        result.associations().stream()
            .map(
                a ->
                    new Correlation(
                        new Quantity(a.moment(), a.block(), a.quantity(), a.networks()),
                        Rho.of(a.pooled()),
                        Rho.of(a.within()),
                        Rho.of(a.given()),
                        Rho.of(a.givenBoth())))
            .toList());
  }

  /** What was studied. */
  record Grid(
      @Meaning("the command as it was given") String commandLine,
      @Meaning("what all numbers depend on, as in the first line of `study.csv`") String settings,
      @Meaning("how many networks") int networks,
      @Meaning("how many rows the table has") int rows) {}

  /** How it was made. */
  record Made(
      @Meaning("the first seed") long seed,
      @Meaning("the matrix library that computed it") String blas,
      @Meaning("the number of threads") int threads,
      @Meaning("how long this run took") double seconds) {}

  /** Four correlations of one quantity with the gap at the end. */
  record Correlation(
      @JsonUnwrapped Quantity quantity,
      @Meaning("Spearman's correlation over all networks together") Rho allNetworks,
      @Meaning("of ranks within each set and share of wrong labels") Rho withinSets,
      @Meaning("the latter with the training loss's ranks taken out of both") Rho givenTrainLoss,
      @Meaning("with those of the number of parameters taken out too") Rho givenTrainLossAndSize) {}

  /** What is correlated. */
  record Quantity(
      @Meaning("when it was measured: `end` or `early`") String moment,
      @Meaning("of which block: `all`, `first` or `last`") String block,
      @Meaning("its column in `study.csv`") String quantity,
      @Meaning("how many networks have it") int networks) {}

  /** A correlation. */
  record Rho(
      @Meaning("the correlation") double rho,
      @Meaning(
              "the lower end of its interval of 95 % by drawing whole sets again; `null` of a single set")
          double low,
      @Meaning("the upper end") double high) {

    static Rho of(Interval interval) {
      return new Rho(interval.value(), interval.low(), interval.high());
    }
  }
}
