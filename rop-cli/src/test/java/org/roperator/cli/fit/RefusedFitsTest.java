package org.roperator.cli.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.roperator.data.BadInput;

/** What can't be fitted ends in one sentence that says why, names columns, and says what to do. */
final class RefusedFitsTest {

  private static final Roles Y = Roles.target("y");
  private static final Roles T = Roles.target("t").withEvent("d");

  private static void assertRefused(ModelKind kind, Roles roles, String lines, String... parts) {
    Fits.assertRefused(Fitter.of(kind), roles, Terms.all(), lines, parts);
  }

  private static void assertRefused(Terms terms, String lines, String... parts) {
    Fits.assertRefused(Fitter.of(ModelKind.LINEAR), Y, terms, lines, parts);
  }

  private static void assertRefused(String lines, String... parts) {
    assertRefused(Terms.all(), lines, parts);
  }

  @Test
  void badColumns() {
    assertRefused(
        "x,y/1,2/two,3/3,5", "t.csv, line 3, column 1 (x): \"two\" is not", "2 of 3", "--factor x");
    assertRefused("x,y/1,2/inf,3/3,5", "line 3", "\"inf\" is not a finite number");
    assertRefused("x,y/7,2/7,3/7,5", "column 1 (x): it is 7 in every row", "--without x");
    assertRefused("k,y/a,2/a,3/a,5", "column 1 (k): it is a in every row", "--without k");
    assertRefused("k,y/a,2/b,3/c,5/a,3/d,2", "4 different words in 5 rows", "--without k");
    assertRefused("x,y/1,2/2,/3,5", "line 3, column 2 (y)", "missing", "1 row", "--missing drop");
    assertRefused("x,y/1,2/2,a/3,5", "line 3, column 2 (y): \"a\" is not");
    assertRefused("x,y/1,a/2,b/3,b", "explains numbers", "\"a\"", "--target");
    assertRefused("x,y/1,2/2,2/3,2", "(y): the target is 2 in every row");
    Fits.assertRefused(
        Fitter.of(ModelKind.LINEAR),
        Y.withOffset("x"),
        Terms.all().of(),
        "x,y/1,3/2,4/3,5",
        "the same in every row");
  }

  @Test
  void missingEverywhere() {
    Request request = Request.of(ModelKind.LINEAR, Y, Terms.all()).dropMissing();
    BadInput refused =
        assertThrows(
            BadInput.class, () -> ExamplesReader.read(Fits.table("x,y/?,2/2,null"), request));
    assertEquals(
        "t.csv: every row has a field missing (by column: x 1, y 1); leave columns out with"
            + " --without.",
        refused.getMessage());
  }

  @Test
  void columnsThatDependOnOthers() {
    assertRefused(
        "a,b,y/1,1,2/2,2,1/4,4,3/5,5,5", "columns a and b hold the same numbers", "--without b");
    assertRefused(
        "a,b,c,y/1,2,3.3,2/2,1,3.3,1/4,0,4.4,3/5,5,11,5/6,5,12.1,2",
        "column c is a sum of multiples of a, b and a constant",
        "--without c");
    assertRefused(
        "a,z,b,y/1,2,3,2/2,1,5,1/4,0,9,3/5,5,11,5/6,5,13,2",
        "column b is a sum of multiples of a and a constant");
    assertRefused(
        "k,l,y/a,u,1/a,u,2/b,v,4/b,v,3/c,v,9/c,v,2",
        "column l = v is a sum of multiples of k = b, k = c and a constant");
    assertRefused(
        Terms.all().withoutIntercept(),
        "a,b,y/1,2,2/2,4,1/4,8,3/5,10,5",
        "column b is a sum of multiples of a,");
    assertRefused(Terms.all().withoutIntercept(), "a,b,y/1,0,2/2,0,1/4,0,3/5,0,5", "--without b");
    assertRefused(
        "a,y/1e9,1/1.000000000000001e9,2/1e9,5", "same value in every row, but for rounding");
  }

  @Test
  void tooFewExamples() {
    assertRefused("a,b,c,y/1,2,5,2/2,7,1,1/3,1,1,2", "there are 3 examples, but 4 coefficients");
    assertRefused("a,b,y/1,2,2/2,7,1/4,1,1", "There are 3 examples and 3 coefficients", "spread");
    assertRefused("a,b,y/1,2,2/2,7,4/3,1,6/4,4,8", "explain the target exactly", "--without");
    Fits.assertRefused(
        Fitter.of(ModelKind.LINEAR).withLoss(ResidualLoss.HUBER),
        Y,
        Terms.all().of(),
        "y/3/3/3/3/3/3/9",
        "half of the examples or more exactly",
        "--residual-scale");
  }

  @Test
  void separatedClasses() {
    String data = "noise,x,y/3,1,0/1,2,0/4,3,0/1,4,1/5,5,1/9,6,1";
    assertRefused(
        ModelKind.LOGISTIC,
        Y,
        data,
        "The column x tells whether y = 1 in every example",
        "no maximum");
    assertRefused(
        ModelKind.LOGISTIC,
        Y,
        "noise,x,y/3,1,0/1,2,0/4,3,0/2,3,1/5,5,1/9,6,1",
        "The column x tells whether y = 1 but for ties");
    assertRefused(
        ModelKind.LOGISTIC,
        Y,
        "u,v,y/0,1,1/1,2,1/2,3,1/3,4,1/1,0,0/2,1,0/3,2,0/4,3,0",
        "The columns u, v together tell whether y = 1 in every example");
    assertRefused(
        ModelKind.LOGISTIC,
        Y,
        "k,x,y/a,1,0/a,2,1/a,3,0/a,4,1/b,1,1/b,2,1/b,7,1",
        "The column k (k = b) tells whether y = 1 but for ties, so the likelihood");
    assertRefused(ModelKind.LOGISTIC, Y, "x,y/1,0/2,0", "(y): the target is 0 in every row");
    assertRefused(ModelKind.LOGISTIC, Y, "x,y/1,0/2,3/2,4", "3 values (0, 3, 4)", "--target");
    assertRefused(ModelKind.LOGISTIC, Y.withSuccess("2"), "x,y/1,0/2,1/3,0", "\"2\"", "0 and 1");
  }

  /** One example on the wrong side, by ever so little, and there is a maximum. */
  @Test
  void nearlySeparatedClassesAreFitted() {
    for (String overlap : new String[] {"3.9", "3.99", "3.999"}) {
      Fits.fit(Fits.table("x,y/1,0/2,0/4,0/" + overlap + ",1/5,1/6,1"), ModelKind.LOGISTIC, Y);
    }
  }

  @Test
  void badCounts() {
    assertRefused(ModelKind.POISSON, Y, "x,y/1,2/2,-3/3,1", "line 3", "-3 is no count");
    assertRefused(ModelKind.POISSON, Y, "x,y/1,2/2,0.5/3,1", "0.5 is no count", "--model linear");
    assertRefused(ModelKind.POISSON, Y, "x,y/1,0/2,0/3,0", "every count is 0");
    assertRefused(
        ModelKind.NEGATIVE_BINOMIAL, Y, "x,y/1,2/2,1000001/3,0", "1000001 is above 1,000,000");
    for (ModelKind kind : new ModelKind[] {ModelKind.POISSON, ModelKind.NEGATIVE_BINOMIAL}) {
      assertRefused(
          kind,
          Y,
          "x,k,y/1,a,2/2,a,0/3,a,1/2,b,0/1,b,0/5,b,0",
          "column k (k = b) set examples apart whose counts are all 0");
    }
    assertRefused(
        ModelKind.POISSON, Y.withExposure("e"), "x,e,y/1,1,2/2,0,3/3,1,1", "line 3", "above 0");
  }

  @Test
  void badLifetimes() {
    for (ModelKind kind : new ModelKind[] {ModelKind.WEIBULL, ModelKind.EXPONENTIAL}) {
      assertRefused(kind, T, "x,d,t/1,1,2/2,1,0/3,1,4", "line 3", "0 is no lifetime");
      assertRefused(kind, T, "x,d,t/1,0,2/2,0,1/3,0,4", "all times are censored", "--event");
      assertRefused(kind, T, "x,d,t/1,0,2/2,maybe,1/3,1,4", "\"maybe\" is neither 1");
      assertRefused(
          kind,
          T,
          "x,k,d,t/1,a,1,2/2,a,1,1/3,a,0,4/4,b,0,2/2,b,0,5/7,b,0,3",
          "column k (k = b) set examples apart of which none has had its event");
    }
    assertRefused(
        ModelKind.WEIBULL,
        T,
        "k,d,t/a,1,2/a,1,2/b,1,4/b,0,3/b,1,4",
        "meets the time of every event",
        "exponential");
  }

  /** A censored time above what the events say stops σ on its way to 0. */
  @Test
  void timesThatAreNotMetHaveAMaximum() {
    Fits.fit(Fits.table("k,d,t/a,1,2/a,1,2/b,1,4/b,0,5/b,1,4"), ModelKind.WEIBULL, T);
    Fits.fit(Fits.table("k,d,t/a,1,2/a,1,2.001/b,1,4/b,0,3/b,1,4"), ModelKind.WEIBULL, T);
  }

  @Test
  void badParts() {
    assertRefused(
        ModelKind.LINEAR, Roles.target("q"), "x,y/1,2/2,3", "no column \"q\" for --target", "x, y");
    assertRefused(ModelKind.LINEAR, Roles.target("3"), "x,y/1,2/2,3", "a number from 1 to 2");
    assertRefused(
        ModelKind.LINEAR, Y.withWeights("y"), "x,y/1,2/2,3", "--weights names the column y");
    assertRefused(
        ModelKind.LINEAR, Y.withWeights("w"), "w,x,y/1,1,2/-1,2,3", "line 3", "a weight is -1.0");
    assertRefused(ModelKind.LINEAR, Y.withWeights("w"), "w,x,y/0,1,2/0,2,3", "all weights are 0");
    assertRefused(Terms.all().of("y"), "x,y/1,2/2,3", "--features names the column y");
    assertRefused(Terms.all().without("y"), "x,y/1,2/2,3", "--without names the column y");
    assertRefused(Terms.all().withFactors("y"), "x,y/1,2/2,3", "--factor names the column y");
    assertRefused(Terms.all().withBase("y", "2"), "x,y/1,2/2,3", "--base names the column y");
    assertRefused(
        Terms.all().withBase("k", "c"), "k,y/a,2/b,3/a,4/b,4", "\"c\", but there are a, b");
    assertRefused(Terms.all().of().withoutIntercept(), "x,y/1,2/2,3", "neither features nor");
  }
}
