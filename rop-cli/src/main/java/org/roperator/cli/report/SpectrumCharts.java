package org.roperator.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.roperator.nn.spectrum.BlockSpectrum;
import org.roperator.spectrum.DensityCurve;

/** Pictures of spectra: densities with their negative part, and ribbons over a training run. */
final class SpectrumCharts {

  private static final String POSITIVE = "s1";
  private static final String NEGATIVE = "s2";

  /** Densities this far below the highest are not drawn. */
  private static final double FLOOR = 1e-5;

  private SpectrumCharts() {}

  /**
   * A density per decade of the eigenvalue, logarithmic in both directions; eigenvalues below zero
   * in another color, and one standard error to both sides as a band.
   */
  static Drawing density(DensityCurve curve, SignedLog scale) {
    double[] rho = curve.densities();
    double[] error = curve.standardErrors();
    double highest = DoubleStream.of(rho).filter(Double::isFinite).max().orElse(1);
    double floor = FLOOR * (highest > 0 ? highest : 1);
    double[] x = DoubleStream.of(curve.coordinates()).map(scale::number).toArray();
    double[] reach = new double[2 * rho.length + 1];
    Arrays.fill(reach, floor);
    for (int i = 0; i < rho.length; i++) {
      double spread = Double.isFinite(error[i]) ? error[i] : 0;
      reach[2 * i] = Math.max(floor, rho[i]);
      reach[2 * i + 1] = Math.max(floor, rho[i] + spread);
    }
    Plot.Axis up = Plot.Axis.around("density, per decade", Scale.LOGARITHMIC, reach);
    Plot plot =
        new Plot(
            Plot.Axis.around("eigenvalue", scale, x),
            // It stands on its axis.
            new Plot.Axis(
                up.title(),
                up.scale(),
                new Scale.Interval(up.scale().coordinate(floor), up.shown().high())));
    int zero = firstAtLeast(x, 0);
    Densities all = new Densities(x, rho, error);
    part(plot, "below zero", NEGATIVE, all.between(0, Math.min(zero + 1, x.length)), floor);
    part(plot, "above zero", POSITIVE, all.between(zero, x.length), floor);
    return plot.drawing();
  }

  private static int firstAtLeast(double[] rising, double least) {
    int i = 0;
    while (i < rising.length && rising[i] < least) {
      i++;
    }
    return i;
  }

  /** Densities with errors at points. */
  private static final class Densities {

    private final double[] x;
    private final double[] rho;
    private final double[] error;

    Densities(double[] x, double[] rho, double[] error) {
      this.x = x;
      this.rho = rho;
      this.error = error;
    }

    Densities between(int from, int to) {
      return new Densities(
          Arrays.copyOfRange(x, from, to),
          Arrays.copyOfRange(rho, from, to),
          Arrays.copyOfRange(error, from, to));
    }
  }

  private static void part(Plot plot, String name, String style, Densities part, double floor) {
    double[] x = part.x;
    int n = x.length;
    if (n < 2) {
      return;
    }
    double[] middle = new double[n];
    double[] low = new double[n];
    double[] high = new double[n];
    double[] ground = new double[n];
    for (int i = 0; i < n; i++) {
      double spread = Double.isFinite(part.error[i]) ? part.error[i] : 0;
      middle[i] = Math.max(floor, part.rho[i]);
      low[i] = Math.max(floor, part.rho[i] - spread);
      high[i] = Math.max(floor, part.rho[i] + spread);
      ground[i] = floor;
    }
    plot.band(name, "band " + style, x, ground, middle);
    plot.band(name + " ± error", "band error " + style, x, low, high);
    // Where nothing is there is no line, rather than one along the ground.
    for (int i = 0; i < n; i++) {
      middle[i] = middle[i] > floor ? middle[i] : Double.NaN;
    }
    plot.curve(name, style, x, middle);
  }

  /**
   * How a block's eigenvalues move: nested ribbons between the quantiles at 0 and 100, 1 and 99, 10
   * and 90, 25 and 75 %, and the median.
   *
   * @param unit what iterations count
   * @param iterations rising
   * @param spectra of one block, one for each
   */
  static Drawing ribbons(
      String unit, List<Integer> iterations, List<BlockSpectrum> spectra, SignedLog scale) {
    int levels = BlockSpectrum.LEVELS.size();
    int middle = levels / 2;
    double[] all =
        spectra.stream().flatMap(s -> s.quantiles().stream()).mapToDouble(q -> q).toArray();
    double[] x = iterations.stream().mapToDouble(Integer::doubleValue).toArray();
    Plot plot =
        new Plot(
            Plot.Axis.around(unit, Scale.LINEAR, x), Plot.Axis.around("eigenvalue", scale, all));
    List<String> names = ribbonNames();
    for (int i = 0; i < middle; i++) {
      String style = "band ribbon" + (i + 1) + " " + POSITIVE;
      plot.band(names.get(i), style, x, quantile(spectra, i), quantile(spectra, levels - 1 - i));
      plot.name(names.get(i), "key " + style);
    }
    plot.curve("median", POSITIVE, x, quantile(spectra, middle));
    plot.curve("largest", NEGATIVE, x, quantile(spectra, levels - 1));
    return plot.drawing();
  }

  private static List<String> ribbonNames() {
    List<String> names = new ArrayList<>();
    for (double level : BlockSpectrum.LEVELS.subList(0, BlockSpectrum.LEVELS.size() / 2)) {
      names.add(level == 0 ? "all" : Math.round(100 * (1 - 2 * level)) + " %");
    }
    return names;
  }

  private static double[] quantile(List<BlockSpectrum> spectra, int level) {
    return spectra.stream().mapToDouble(s -> s.quantiles().get(level)).toArray();
  }
}
