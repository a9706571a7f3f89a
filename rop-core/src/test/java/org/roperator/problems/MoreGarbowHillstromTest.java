package org.roperator.problems;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roperator.autodiff.DenseHessian;
import org.roperator.autodiff.TapeExpansion;

/** The functions of Moré, Garbow and Hillstrom against a second implementation in 110 digits. */
class MoreGarbowHillstromTest {

  /**
   * Name, factor of the start, value, norm of the gradient, norm of the Hessian times (1, …, 1).
   *
   * <p>From rop-bench/peers/mgh.py, whose residuals were written apart from those in Java, with
   * arrays of mpmath of 110 digits and central differences of step 1e-20 for both derivatives.
   */
  private static final String FIGURES =
      """
      Rosenbrock | 1 | 24.19999999999999 | 232.8676877542266 | 1933.520105920805
      Rosenbrock | 10 | 1.795769e+6 | 643784.0686720975 | 173673.9888526776
      Rosenbrock | 100 | 2.0449014641e+10 | 6.864062003053721e+8 | 1.728806919213375e+7
      Freudenstein and Roth | 1 | 400.5 | 1272.353724402141 | 3252.887947655129
      Freudenstein and Roth | 10 | 1.5457536e+8 | 4.496217632139654e+7 | 1.089883201183907e+7
      Freudenstein and Roth | 100 | 1.3056386462901e+14 | 3.90407384553603e+12 | 9.728105239200012e+10
      Powell badly scaled | 1 | 1.135261717348378 | 20000.73556071284 | 1.9998000447129e+8
      Powell badly scaled | 10 | 1.000000002981168 | 199999.9998907999 | 1.999998000200998e+10
      Powell badly scaled | 100 | 1.00000001 | 1.9999999998e+6 | 1.999999980002e+12
      Brown badly scaled | 1 | 9.99998000003e+11 | 2.0e+6 | 5.65685424949238
      Brown badly scaled | 10 | 9.99980009804e+11 | 1.998020981071016e+6 | 845.6997102991108
      Brown badly scaled | 100 | 9.998999800039996e+11 | 1.999800009997e+6 | 84849.98531526096
      Beale | 1 | 14.203125 | 27.75 | 100.1704796833878
      Beale | 10 | 1.00845486703125e+8 | 6.363352134053417e+7 | 4.446978822225107e+7
      Beale | 100 | 1.000098042755874e+16 | 6.324991223902621e+14 | 4.427407343328106e+13
      Jennrich and Sampson | 1 | 4171.306161960495 | 93708.81831993314 | 2.279294613658791e+6
      Jennrich and Sampson | 10 | 5.542985238220919e+34 | 1.108509488823129e+36 | 2.216952017269569e+37
      Helical valley | 1 | 2500.0 | 1879.635494200523 | 1671.783273533979
      Helical valley | 10 | 10600.0 | 2065.267608788407 | 359.1066990707044
      Helical valley | 100 | 982600.0 | 19825.24283086992 | 349.9535169000119
      Bard | 1 | 41.68169586167801 | 84.63081807785564 | 228.5714403285006
      Bard | 10 | 1306.23354981576 | 278.687312897735 | 29.61067038897496
      Bard | 100 | 147544.0863447124 | 2975.169869332376 | 29.99610154379695
      Gaussian | 1 | 3.888106991166802e-6 | 7.451532810877602e-3 | 6.423309998368795
      Gaussian | 10 | 14.36102642185763 | 8.118356170746347 | 103.9833401810402
      Gaussian | 100 | 1568.652013469708 | 79.20219475360809 | 316809.3034381465
      Meyer | 1 | 1.693607809436146e+9 | 8.727669325976117e+10 | 2.259721547961834e+12
      Meyer | 10 | 1.737403205298921e+13 | 1.759885207704197e+14 | 8.893894889339963e+14
      Meyer | 100 | 4.515242701191392e+15 | 4.51862080370074e+15 | 2.255619412677231e+15
      Gulf research and development | 1 | 12.11070582556949 | 39.7315969140101 | 44.45553323324844
      Gulf research and development | 100 | 32.835 | 0.0 | 0.0
      Box three-dimensional | 1 | 1031.153810609398 | 149.2763739260229 | 51.4482213161336
      Box three-dimensional | 10 | 120398.8528246633 | 1625.022127969702 | 688.5007213356683
      Box three-dimensional | 100 | 1.223431894179847e+7 | 16389.02490623903 | 7071.710493822059
      Powell singular | 1 | 215.0 | 458.7766341042229 | 210.5326577992118
      Powell singular | 10 | 1.6154e+6 | 452479.8333627699 | 2592.466778957833
      Powell singular | 100 | 1.610054e+10 | 4.526351292155306e+8 | 268229.8433880913
      Wood | 1 | 19192.0 | 16397.12560176326 | 16797.72151215753
      Wood | 10 | 1.57345762e+8 | 1.469349570016911e+7 | 1.474611999004484e+6
      Wood | 100 | 1.542422489242e+12 | 1.454607938222983e+10 | 1.455144904373513e+8
      Kowalik and Osborne | 1 | 5.313172272108541e-3 | 0.1343440655650949 | 5.41541394858364
      Kowalik and Osborne | 10 | 8.876646047094853 | 9.008454103829341 | 4.320339222727327
      Kowalik and Osborne | 100 | 897.5453780404946 | 90.54739995031948 | 4.33600808554226
      Brown and Dennis | 1 | 7.926693336997432e+6 | 2.140490672431666e+6 | 700299.2567391179
      Brown and Dennis | 10 | 3.081064285129408e+11 | 9.15323743149971e+9 | 2.732477488066115e+8
      Brown and Dennis | 100 | 3.746817400036999e+15 | 1.08628437468527e+13 | 3.103402801691313e+10
      Osborne 1 | 1 | 0.8790262935446404 | 418.8115115173095 | 147543.7689831158
      Osborne 1 | 10 | 777.5392219658187 | 1824.69917243207 | 41939.64032557568
      Osborne 1 | 100 | 87848.85333348387 | 3370.076478027567 | 96.96940568084397
      Biggs EXP6 | 1 | 0.7790700756559703 | 2.553901364141021 | 9.160839800904381
      Biggs EXP6 | 10 | 28.98351144140389 | 7.908043250005535 | 0.7309182571944441
      Biggs EXP6 | 100 | 9.844266532034165 | 1.377559990326607e-3 | 1.230871183119472e-4
      Osborne 2 | 1 | 2.093419514212064 | 5.891635193756958 | 19.74109892094136
      Osborne 2 | 10 | 199.6846790485487 | 34.61676198850004 | 2.868455398498472
      Osborne 2 | 100 | 16572.34609999205 | 257.2636855921099 | 2.000288721496897
      Watson 6 | 1 | 30.0 | 136.9717445722617 | 1494.0221705376
      Watson 6 | 10 | 4.13851074235334e+7 | 7.062517270596077e+6 | 2.172544284714335e+6
      Watson 6 | 100 | 4.546212082926189e+11 | 7.557865778865094e+9 | 2.272993110860669e+8
      Watson 9 | 1 | 30.0 | 177.5791043478324 | 3910.806841006243
      Watson 9 | 10 | 1.461228160437127e+8 | 2.030216040354572e+7 | 6.252384094010528e+6
      Watson 9 | 100 | 1.610638391076902e+12 | 2.178653309421363e+10 | 6.552783434798328e+8
      Watson 12 | 1 | 30.0 | 213.592979111125 | 8226.95717243891
      Watson 12 | 10 | 3.694375757324639e+8 | 4.434265985213594e+7 | 1.366139032167501e+7
      Watson 12 | 100 | 4.076030070907049e+12 | 4.762994586359177e+10 | 1.432619735593511e+9
      Extended Rosenbrock 10 | 1 | 121.0 | 520.707979581646 | 4323.482392701513
      Extended Rosenbrock 10 | 10 | 8.978845e+6 | 1.439544940382203e+6 | 388346.8449981279
      Extended Rosenbrock 10 | 100 | 1.02245073205e+11 | 1.534850924060149e+9 | 3.865729791333093e+7
      Extended Powell singular 12 | 1 | 645.0000000000001 | 794.6244395939507 | 364.6532599607468
      Extended Powell singular 12 | 10 | 4.846200000000001e+6 | 783718.0607846167 | 4490.2841780894
      Extended Powell singular 12 | 100 | 4.830162000000001e+10 | 7.839870410918028e+8 | 464587.7168544171
      Penalty I 4 | 1 | 885.06264 | 651.7899164608222 | 662.603992623046
      Penalty I 4 | 10 | 8.99850009054e+6 | 657212.2978093791 | 66451.06477039958
      Penalty I 4 | 100 | 8.999985000304254e+10 | 6.572665212945598e+8 | 6.645297164199356e+6
      Penalty I 10 | 1 | 148032.56535 | 30197.36089983362 | 13141.87245348242
      Penalty I 10 | 10 | 1.4822307504366e+9 | 3.021678577003634e+7 | 1.314485481155421e+6
      Penalty I 10 | 100 | 1.482249807503845e+13 | 3.021698001823432e+10 | 1.314488463548306e+8
      Penalty II 4 | 1 | 2.340008805463025 | 16.87483135313131 | 143.874946943342
      Penalty II 4 | 10 | 62024.04003337731 | 27283.5950104454 | 16411.22847776488
      Penalty II 4 | 100 | 6.249524842901922e+8 | 2.738510545499291e+7 | 1.643147281882754e+6
      Penalty II 10 | 1 | 162.6527765659671 | 500.6521741636478 | 3160.06788070514
      Penalty II 10 | 10 | 1.887899040133514e+6 | 539201.4282814141 | 323675.9119997535
      Penalty II 10 | 100 | 1.890597749073736e+10 | 5.395850909523029e+8 | 3.237526047828152e+7
      Variably dimensioned 10 | 1 | 2.1985511625e+6 | 4.480426927417816e+6 | 1.919750176498403e+7
      Variably dimensioned 10 | 10 | 1.46422305e+8 | 1.044687513416889e+8 | 1.566987990885787e+8
      Variably dimensioned 10 | 100 | 6.47206577226e+12 | 3.184729155967922e+11 | 3.294546969933042e+10
      Trigonometric 10 | 1 | 7.075759466222201e-3 | 0.0991401433434479 | 0.9046296934105141
      Trigonometric 10 | 10 | 412.3009254757896 | 533.4990609692757 | 1447.703561271605
      Trigonometric 10 | 100 | 8717.840109242528 | 1491.855067034847 | 2251.185115349065
      Brown almost linear 10 | 1 | 273.2480478286743 | 344.5424497161117 | 688.8384421793312
      Brown almost linear 10 | 10 | 9.53674121268e+13 | 1.206313070840213e+14 | 4.583989916147949e+14
      Brown almost linear 10 | 100 | 9.5367431640625e+33 | 1.206313194339134e+33 | 4.583990138488709e+32
      Discrete boundary value 10 | 1 | 7.885191012648235e-4 | 0.03964718083722463 | 6.472772239605821
      Discrete boundary value 10 | 10 | 0.2762055151591708 | 0.4564073767507327 | 6.384669192848135
      Discrete boundary value 10 | 100 | 11357.99667192529 | 1323.915696246541 | 286.7832333413215
      Discrete integral equation 10 | 1 | 0.06341684157945265 | 0.6218781756665346 | 9.600066099870289
      Discrete integral equation 10 | 10 | 37.41564616692032 | 13.42282615925041 | 9.682251631075121
      Discrete integral equation 10 | 100 | 1.611145048478301e+6 | 175457.1556790236 | 40285.43422349091
      Broyden tridiagonal 10 | 1 | 21.0 | 50.35871324805669 | 163.5236985883086
      Broyden tridiagonal 10 | 10 | 408450.0 | 51568.52159990627 | 15391.71894234039
      Broyden tridiagonal 10 | 100 | 4.01164941e+9 | 5.070859403335908e+7 | 1.520154946014386e+6
      Broyden banded 10 | 1 | 360.0 | 814.7637694448619 | 4400.129998079602
      Broyden banded 10 | 10 | 2.9346849e+8 | 5.435269101785736e+7 | 2.649251721474651e+7
      Broyden banded 10 | 100 | 2.5439802800481e+14 | 4.812984190643819e+12 | 2.399536385903483e+11
      Linear full rank 5 10 | 1 | 25.0 | 8.94427190999916 | 4.47213595499958
      Linear full rank 5 10 | 10 | 610.0000000000001 | 49.19349550499538 | 4.47213595499958
      Linear full rank 5 10 | 100 | 51010.00000000001 | 451.6857314549576 | 4.47213595499958
      Linear rank 1 5 10 | 1 | 84985.0 | 84841.31069237438 | 85657.09252595491
      Linear rank 1 5 10 | 10 | 8.64601e+6 | 855755.1434259685 | 85657.09252595491
      Linear rank 1 5 10 | 100 | 8.6608501e+8 | 8.56489347076191e+6 | 85657.09252595491
      Linear rank 1 with zero columns and rows 5 10 | 1 | 15886.0 | 19386.59330568421 | 19774.3251717979
      Linear rank 1 with zero columns and rows 5 10 | 10 | 1.64593e+6 | 197355.5198518653 | 19774.3251717979
      Linear rank 1 with zero columns and rows 5 10 | 100 | 1.6517521e+8 | 1.977044785313676e+6 | 19774.3251717979
      Chebyquad 8 | 1 | 0.03861769828593028 | 1.524589216193336 | 6.883889398465247
      Chebyquad 8 | 10 | 2.021218454316039e+22 | 2.907329910931417e+22 | 5.448058250958065e+22
      Chebyquad 8 | 100 | 5.00896983798505e+38 | 6.690126589874448e+37 | 1.190232644802834e+37
      Chebyquad 9 | 1 | 0.02888298028822604 | 1.220744277590818 | 20.78868365782713
      Chebyquad 9 | 10 | 2.310962012691972e+25 | 3.659929225508638e+25 | 7.631644385592617e+25
      Chebyquad 9 | 100 | 6.288302656227765e+43 | 9.253738194360704e+42 | 1.832760641635467e+42
      Chebyquad 10 | 1 | 0.03376326546288003 | 1.330072654989146 | 14.85301746223015
      Chebyquad 10 | 10 | 2.70694263069893e+28 | 4.681084971037662e+28 | 1.074957439574979e+29
      Chebyquad 10 | 100 | 8.088387849056108e+48 | 1.300391792706054e+48 | 2.837388493608671e+47
      """;

  /**
   * The largest relative error of doubles seen in the second implementation is 1e-13 (the
   * trigonometric function, whose residuals are small differences of larger numbers).
   */
  private static final double TOLERANCE = 1e-12;

  record Figures(String name, double factor, double value, double gradient, double product) {

    static Figures parsed(String line) {
      String[] part = line.split(" \\| ", -1);
      return new Figures(
          part[0],
          Double.parseDouble(part[1]),
          Double.parseDouble(part[2]),
          Double.parseDouble(part[3]),
          Double.parseDouble(part[4]));
    }

    @Override
    public String toString() {
      return name + ", start times " + factor;
    }
  }

  static Stream<Figures> figures() {
    return FIGURES.lines().map(Figures::parsed);
  }

  static List<SquaresProblem> problems() {
    return MoreGarbowHillstrom.all();
  }

  @ParameterizedTest
  @MethodSource("figures")
  void startsHaveTheValuesOfASecondImplementation(Figures figures) {
    SquaresProblem problem = MoreGarbowHillstrom.named(figures.name);
    double[] x = problem.start(figures.factor);
    TapeExpansion at = problem.objective().expandAt(x);
    double[] product = at.hessian().times(filled(x.length, 1));
    assertAll(
        () -> assertEquals(figures.value, at.value(), TOLERANCE * figures.value),
        () -> assertEquals(figures.value, problem.objective().value(x), TOLERANCE * figures.value),
        () ->
            assertEquals(
                figures.gradient, norm(at.gradient()), TOLERANCE * figures.gradient, "gradient"),
        () -> assertEquals(figures.product, norm(product), TOLERANCE * figures.product, "product"));
  }

  @Test
  void everyStartWithAFiniteValueHasItsFigures() {
    Set<String> given = new HashSet<>();
    figures().forEach(f -> given.add(f.toString()));
    List<String> starts = new ArrayList<>();
    for (SquaresProblem problem : problems()) {
      for (double factor : problem.factors()) {
        starts.add(problem.name() + ", start times " + factor);
      }
    }
    // Of Gulf's function ten times the start is the minimizer: below.
    starts.remove("Gulf research and development, start times 10.0");
    assertEquals(given, new HashSet<>(starts));
    assertEquals(41 * 3 - 2, starts.size()); // Jennrich and Sampson has two
  }

  @ParameterizedTest
  @MethodSource("problems")
  void residualsSquareAndAddUpToTheValue(SquaresProblem problem) {
    for (double factor : problem.factors()) {
      double[] x = problem.start(factor);
      double sum = 0;
      for (double r : problem.residuals().values(x)) {
        sum += r * r;
      }
      // The order of the sum is the same or not: m roundings.
      assertEquals(sum, problem.objective().value(x), 1e-14 * sum);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void knownMinimizersHaveTheirValuesAndNoSlope(SquaresProblem problem) {
    for (Minimum minimum : problem.minima()) {
      double[] x = minimum.point();
      if (x != null) {
        TapeExpansion at = problem.objective().expandAt(x);
        // Residuals are exact to some roundings of the terms they are made of, which are about 1,
        // in Meyer's function exponentials of 10 as large as 34780: δ changes f by 2 √m √f δ.
        double rounding = problem.name().equals("Meyer") ? 34780 * 1e-15 : 0;
        assertEquals(
            minimum.value(),
            at.value(),
            1e-13 * minimum.value() + 1e-20 + 8 * Math.sqrt(minimum.value()) * rounding,
            "value at " + minimum);
        // A step along −H⁻¹∇f would gain ½ ∇fᵀH⁻¹∇f; the point is right to 1e-16 of each x, so
        // that the slope along each axis is at most Hᵢᵢ |xᵢ| 1e-15 and what rows of H add to it.
        double[] slope = at.gradient();
        double[][] h = DenseHessian.of(at).rows();
        for (int i = 0; i < x.length; i++) {
          double most = 1e-15;
          for (int j = 0; j < x.length; j++) {
            most += 2e-15 * Math.abs(h[i][j]) * Math.abs(x[j]);
          }
          assertEquals(0, slope[i], most, problem + ", slope " + i + " at " + minimum);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void printedMinimaBeginLikeTheirDigits(SquaresProblem problem) {
    assertFalse(problem.minima().isEmpty());
    for (Minimum minimum : problem.minima()) {
      String printed = minimum.printed();
      if (printed != null) {
        BigDecimal told = new BigDecimal(printed);
        // The article cuts off or rounds: a unit of the last digit.
        assertEquals(
            told.doubleValue(),
            minimum.value(),
            told.ulp().doubleValue(),
            problem + ": " + printed);
      }
    }
  }

  @Test
  void minimaStandInOrder() {
    for (SquaresProblem problem : problems()) {
      double last = 0;
      for (Minimum minimum : problem.minima()) {
        assertTrue(minimum.value() >= last, problem + ": " + problem.minima());
        last = minimum.value();
      }
    }
  }

  @Test
  void valuesAtInfinityAreApproached() {
    // Along the ways told in the sources of the problems, as far as doubles allow: the distance
    // falls like 1/t.
    double t = 1e7;
    double bard = objective("Bard", 12.61 / 15, -t, -t);
    assertEquals(17.42869333333333, bard, 1e-4);
    double beale = objective("Beale", -1.0299107142857142 * t, 1 + 1 / t);
    assertTrue(beale < 2, "Beale " + beale);
    double c = 0.6238013410486994;
    double a = -0.02209593573016863;
    double kowalik = objective("Kowalik and Osborne", -a * t, -14.07588340060331, -t, -c * t);
    assertEquals(0.0010273430486954578, kowalik, 1e-7);
    double sampson = objective("Jennrich and Sampson", -993.4, 0.33148527792895);
    assertEquals(259.58019013425326, sampson, 1e-10);
    double box = objective("Box three-dimensional", 0.6136003515963463, t, 1.3199552097641738);
    assertEquals(0.07558874075499744, box, 1e-14);
    double[] far = MoreGarbowHillstrom.named("Osborne 2").start(10);
    far[0] = 0.9170384146306114;
    far[4] = 0.13275477981010095;
    assertEquals(1.7898135868810934, objective("Osborne 2", far), 1e-14);
    // Σ (i/100)² for i to 99 is 99 · 100 · 199 / 6 / 10⁴
    assertEquals(99 * 100 * 199 / 6e4, 32.835, 1e-14);
  }

  @Test
  void tenTimesTheStartOfGulfIsItsMinimizer() {
    SquaresProblem gulf = MoreGarbowHillstrom.named("Gulf research and development");
    double[] x = gulf.start(10);
    assertEquals(50, x[0]);
    assertEquals(25, x[1]);
    assertEquals(1.5, x[2]);
    assertEquals(0, gulf.objective().value(x), 1e-28); // 99 squares of roundings
  }

  @Test
  void sizesAreThoseOfTheArticle() {
    assertEquals(41, problems().size());
    assertEquals(24, MoreGarbowHillstrom.unconstrained().size());
    for (SquaresProblem problem : MoreGarbowHillstrom.unconstrained()) {
      assertEquals(problem.name(), MoreGarbowHillstrom.named(problem.name()).name());
    }
    int[] sizes = new int[41];
    Arrays.setAll(sizes, i -> residuals(problems().get(i)));
    assertEquals(
        "[2, 2, 2, 3, 3, 10, 3, 15, 15, 16, 99, 10, 4, 6, 11, 20, 33, 13, 65, 31, 31, 31, 10, 12, 5,"
            + " 11, 8, 20, 12, 10, 10, 10, 10, 10, 10, 10, 10, 10, 8, 9, 10]",
        Arrays.toString(sizes));
  }

  @Test
  void unknownNamesAndSizesAreRefused() {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> MoreGarbowHillstrom.named("Beal"))
                .getMessage());
    assertTrue(
        message.startsWith("There is no problem \"Beal\"; there are [Rosenbrock, "), message);
    assertEquals(
        "The number of unknowns is 5, but must be a positive multiple of 2.",
        assertThrows(
                IllegalArgumentException.class, () -> MoreGarbowHillstrom.extendedRosenbrock(5))
            .getMessage());
  }

  private static int residuals(SquaresProblem problem) {
    return problem.residuals().values(problem.start()).length;
  }

  private static double objective(String name, double... x) {
    return MoreGarbowHillstrom.named(name).objective().value(x);
  }

  private static double[] filled(int n, double each) {
    double[] x = new double[n];
    Arrays.fill(x, each);
    return x;
  }

  private static double norm(double[] x) {
    double most = Arrays.stream(x).map(Math::abs).max().orElse(0);
    if (most == 0) {
      return 0;
    }
    return most * Math.sqrt(Arrays.stream(x).map(a -> a / most * (a / most)).sum());
  }
}
