package org.roperator.cli.fit;

/** What a model says of the target. η is the linear predictor, {@code Xβ} plus the offset. */
public enum ModelKind {
  /** Numbers {@code y = η + ε}. */
  LINEAR("linear", "", "y = Xβ + ε"),
  /** One of two classes, with probability {@code 1/(1 + e^−η)} for the success. */
  LOGISTIC("logistic", "odds ratio", "log odds of success = Xβ"),
  /** Counts of mean {@code e^η} and the same variance. */
  POISSON("poisson", "rate ratio", "log mean count = Xβ, variance = mean μ"),
  /** Counts of mean {@code μ = e^η} and variance {@code μ + αμ²} (NB2). */
  NEGATIVE_BINOMIAL("negative-binomial", "rate ratio", "log mean count = Xβ, variance = μ + αμ²"),
  /** Lifetimes {@code ln t = η + W}, W of the smallest extreme value: a constant hazard. */
  EXPONENTIAL("exponential", "time ratio", "log lifetime = Xβ + W, W = ln(−ln U)"),
  /** Lifetimes {@code ln t = η + σW}; the shape of the Weibull distribution is 1/σ. */
  WEIBULL("weibull", "time ratio", "log lifetime = Xβ + σW, W = ln(−ln U)");

  private final String label;
  private final String ratio;
  private final String formula;

  ModelKind(String label, String ratio, String formula) {
    this.label = label;
    this.ratio = ratio;
    this.formula = formula;
  }

  /** Its name on the command line. */
  public String label() {
    return label;
  }

  /** What {@code e^β} is called; empty where it means nothing. */
  public String ratio() {
    return ratio;
  }

  /** The model in one line. */
  public String formula() {
    return formula;
  }

  /** Whether the target counts something. */
  public boolean isCount() {
    return this == POISSON || this == NEGATIVE_BINOMIAL;
  }

  /** Whether the target is a time until an event, which may be known only to be longer. */
  public boolean isLifetime() {
    return this == EXPONENTIAL || this == WEIBULL;
  }
}
