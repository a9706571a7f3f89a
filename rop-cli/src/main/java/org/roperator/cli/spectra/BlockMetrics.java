package org.roperator.cli.spectra;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.roperator.cli.metrics.Meaning;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.spectrum.SpectralSummary;

/**
 * A spectrum as fields of metrics.
 *
 * @param block what it is of
 * @param sizes how large eigenvalues are
 * @param signs how many are negative or small
 * @param ranks how many count
 * @param quantiles of the eigenvalues
 */
record BlockMetrics(
    @JsonUnwrapped Block block,
    @JsonUnwrapped Sizes sizes,
    @JsonUnwrapped Signs signs,
    @JsonUnwrapped Ranks ranks,
    @Meaning("at 0, 1, 10, 25, 50, 75, 90, 99 and 100 %") List<Double> quantiles) {

  static BlockMetrics of(BlockSpectrum spectrum) {
    SpectralSummary s = spectrum.summary();
    return new BlockMetrics(
        new Block(
            spectrum.name(),
            s.dimension(),
            spectrum.source().name(),
            spectrum.outcome().name(),
            spectrum.products()),
        new Sizes(s.largest(), s.smallest(), s.trace(), spectrum.traceError(), s.frobeniusNorm()),
        new Signs(
            s.signs().positiveCondition(),
            s.signs().negativeShare(),
            s.signs().negativeMass(),
            s.signs().nearZeroShare()),
        new Ranks(s.ranks().ofTrace(), s.ranks().ofFrobeniusNorm(), s.ranks().entropy()),
        spectrum.quantiles());
  }

  /** What it is of. */
  record Block(
      @Meaning("`all` or the layer") String block,
      @Meaning("how many eigenvalues it has") int dimension,
      @Meaning("`EXACT` or `QUADRATURE`") String source,
      @Meaning("how it ended") String outcome,
      @Meaning("how many products it took") int products) {}

  /** How large eigenvalues are. */
  record Sizes(
      @Meaning("the largest eigenvalue") double lambdaMax,
      @Meaning("the smallest eigenvalue") double lambdaMin,
      @Meaning("their sum") double trace,
      @Meaning("its standard error") double traceError,
      @Meaning("the root of the sum of their squares") double frobeniusNorm) {}

  /** How many are negative or small. */
  record Signs(
      @Meaning("the largest over the smallest of those that are positive and not near zero")
          double positiveCondition,
      @Meaning("the negative part of the eigenvalues") double negativeShare,
      @Meaning("the negative part of the sum of sizes") double negativeMass,
      @Meaning("the part below 1e-6 of the largest") double nearZeroShare) {}

  /** How many count. */
  record Ranks(
      @Meaning("tr/λ") double traceRank,
      @Meaning("‖·‖²/λ²") double frobeniusRank,
      @Meaning("the entropy of the sizes as parts of their sum") double entropy) {}
}
