package org.roperator.cli.fit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.roperator.data.HeaderLine;
import org.roperator.data.TextTable;

/**
 * Classic tables that come with the program, each with the model it is known for. The file NOTICE
 * beside them says where they are from.
 */
public enum Sample {
  /** Booster joints of 23 shuttle launches (Dalal, Fowlkes and Hoadley 1989). */
  O_RINGS("o-rings", ModelKind.LOGISTIC),
  /** Beetles exposed to carbon disulphide (Bliss 1935). */
  BEETLES("beetles", ModelKind.LOGISTIC),
  /** Prussian cavalrymen killed by kicks of horses (von Bortkiewicz 1898). */
  HORSE_KICKS("horse-kicks", ModelKind.POISSON),
  /** Colonies of mutants after doses of quinoline (Margolin, Kaplan and Zeiger 1981). */
  SALMONELLA("salmonella", ModelKind.NEGATIVE_BINOMIAL),
  /** Weeks of remission of leukemia patients (Freireich and others 1963). */
  LEUKEMIA("leukemia", ModelKind.WEIBULL),
  /** Employment of the United States from 1947 to 1962 (Longley 1967). */
  LONGLEY("longley", ModelKind.LINEAR),
  /** Losses of a plant that oxidizes ammonia, with some outliers (Brownlee 1965). */
  STACK_LOSS("stack-loss", ModelKind.LINEAR);

  private final String label;
  private final ModelKind kind;

  Sample(String label, ModelKind kind) {
    this.label = label;
    this.kind = kind;
  }

  /** The name on the command line. */
  public String label() {
    return label;
  }

  /** The model it is known for. */
  public ModelKind kind() {
    return kind;
  }

  /** The parts of its columns. */
  public Roles roles() {
    return switch (this) {
      case O_RINGS -> Roles.target("distress");
      case BEETLES -> Roles.target("fate").withWeights("beetles").withSuccess("killed");
      case HORSE_KICKS -> Roles.target("deaths");
      case SALMONELLA -> Roles.target("colonies");
      case LEUKEMIA -> Roles.target("weeks").withEvent("relapse");
      case LONGLEY -> Roles.target("employed");
      case STACK_LOSS -> Roles.target("stack_loss");
    };
  }

  /** What explains its target. */
  public Terms terms() {
    return switch (this) {
      case HORSE_KICKS -> Terms.all().without("year");
      case LEUKEMIA -> Terms.all().without("pair").withBase("treatment", "placebo");
      default -> Terms.all();
    };
  }

  /** All names, in order. */
  public static List<String> labels() {
    return Stream.of(values()).map(Sample::label).toList();
  }

  /** The table of a name, if there is one. */
  public static Optional<Sample> named(String label) {
    return Stream.of(values()).filter(sample -> sample.label.equals(label)).findFirst();
  }

  /** The first table that is known for a model, or for one of the same kind of target. */
  public static Sample of(ModelKind kind) {
    return Stream.of(values())
        .filter(sample -> sample.kind == kind)
        .findFirst()
        .orElse(LEUKEMIA); // the exponential model's
  }

  /** The table. */
  public TextTable read() {
    String file = label.replace('-', '_') + ".csv";
    try (InputStream in =
        Objects.requireNonNull(
            Sample.class.getResourceAsStream(file), file + " is not in the jar.")) {
      return TextTable.read(in, label, HeaderLine.YES);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
