package org.roperator.cli.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.roperator.cli.fit.Coefficient;
import org.roperator.cli.fit.FitResult;
import org.roperator.cli.fit.ModelKind;
import org.roperator.cli.run.Numbers;
import org.roperator.data.Excerpt;

/** A fitted model on the terminal. */
final class FitText {

  private FitText() {}

  static void say(PrintWriter out, FitResult fit) {
    ModelKind kind = fit.question().kind();
    String confidence = Numbers.label(100 * fit.question().wald().confidence()) + " % from";
    List<String> headings =
        new ArrayList<>(
            List.of(
                "", "estimate", "s.e.", fit.question().wald().statistic(), "p", confidence, "to"));
    if (!kind.ratio().isEmpty()) {
      headings.add(kind.ratio());
    }
    List<List<String>> rows = new ArrayList<>();
    fit.coefficients().forEach(one -> rows.add(row(one, !kind.ratio().isEmpty(), one.ratio())));
    fit.further().forEach(one -> rows.add(row(one, !kind.ratio().isEmpty(), Double.NaN)));
    PlainText.table(out, headings, rows);
    out.println();
    out.println(goodness(fit));
    fit.remarks().forEach(remark -> out.println(remark + "."));
    out.println(
        (fit.course().converged() ? "Converged" : "NOT CONVERGED")
            + " after "
            + fit.course().iterations()
            + (fit.course().iterations() == 1 ? " iteration: " : " iterations: ")
            + fit.course().reason()
            + ".");
    out.println();
  }

  private static List<String> row(Coefficient one, boolean hasRatio, double ratio) {
    List<String> row =
        new ArrayList<>(
            List.of(
                Excerpt.of(one.name()),
                number(one.readable()),
                number(one.standardError()),
                Numbers.orWord("%.2f", one.statistic(), "–"),
                one.readableP(),
                number(one.interval().low()),
                number(one.interval().high())));
    if (hasRatio) {
      row.add(number(ratio));
    }
    return row;
  }

  private static String goodness(FitResult fit) {
    FitResult.Goodness good = fit.goodness();
    List<String> parts = new ArrayList<>();
    boolean linear = fit.question().kind() == ModelKind.LINEAR;
    good.logLikelihood().ifPresent(x -> parts.add("log-likelihood " + number(x)));
    good.aic().ifPresent(x -> parts.add("AIC " + number(x)));
    good.deviance()
        .ifPresent(x -> parts.add((linear ? "sum of squares " : "deviance ") + number(x)));
    good.rSquared().ifPresent(x -> parts.add("R² " + number(x)));
    good.scale()
        .ifPresent(
            x ->
                parts.add(
                    linear
                        ? "scale of residuals " + number(x)
                        : "σ " + number(x) + ", shape " + number(1 / x)));
    good.dispersion().ifPresent(x -> parts.add("α " + number(x)));
    return String.join(", ", parts);
  }

  private static String number(double x) {
    return Numbers.orWord("%.5g", x, "–");
  }

  /** A number of examples: whole, unless weights make it none. */
  static String count(double examples) {
    return examples == Math.rint(examples)
        ? String.format(Locale.ROOT, "%,.0f", examples)
        : String.format(Locale.ROOT, "%,.6g", examples);
  }
}
