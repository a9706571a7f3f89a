package org.roperator.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.roperator.Outcome;

/** Imports between the packages of rop-core run one way only, and the rules of the house. */
class ImportsTest extends HouseContract {

  /** What every other package may import. */
  private static final Set<String> FLOOR = Set.of("internal", "parallel");

  /** For each package, the packages of this module it may import besides itself. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("internal", Set.of()),
          Map.entry("parallel", Set.of("internal")),
          Map.entry("operator", FLOOR),
          Map.entry("dense", FLOOR),
          Map.entry("function", floorAnd("operator")),
          Map.entry("solve", floorAnd("operator", "dense")),
          Map.entry("spectrum", floorAnd("operator", "solve", "dense")),
          Map.entry("autodiff", floorAnd("function", "operator", "dense")),
          Map.entry("check", floorAnd("function", "operator")),
          Map.entry("optimize", floorAnd("function", "operator", "solve", "spectrum")),
          Map.entry("perturb", floorAnd("function", "operator", "solve", "optimize", "dense")),
          Map.entry(
              "commonsmath",
              floorAnd(
                  "operator",
                  "dense",
                  "function",
                  "solve",
                  "spectrum",
                  "autodiff",
                  "check",
                  "optimize",
                  "perturb")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(Outcome.class.getProtectionDomain().getCodeSource().getLocation());

  @Override
  protected HouseRules rules() {
    return HouseRules.ofModuleWith(Outcome.class)
        // A number and the tape that records it: each is made of the other.
        .withCircleOfFiles(
            "org.roperator.autodiff", "Recording", "Roots", "Singular", "Tape", "Var")
        // Arrays and matrices turn into one another, and a matrix into its decompositions.
        .withCircleOfFiles(
            "org.roperator.autodiff",
            "VarArray",
            "VarCholesky",
            "VarEigen",
            "VarLu",
            "VarMatrix",
            "VarQr")
        // Blas.instance() asks those who choose one.
        .withCircleOfFiles(
            "org.roperator.dense",
            "Blas",
            "BlasChooser",
            "BlasEnvironment",
            "DefaultBlas",
            "NetlibBlas",
            "ProcessEnvironment")
        // Nothing there is given a BLAS.
        .withDefaultBlasIn("org.roperator.autodiff.TapeBlas.get")
        .withDefaultBlasIn("org.roperator.perturb.RankTwoHessian.compressed")
        .withDefaultBlasIn("org.roperator.solve.LanczosTrustRegion.standard")
        .withDefaultBlasIn("org.roperator.spectrum.Basis.<init>")
        .withDefaultBlasIn("org.roperator.spectrum.DenseSpectrum.of")
        .withDefaultBlasIn("org.roperator.spectrum.SmallEigen.of")
        // The interface of commons-math has eight.
        .withManyParametersOf("org.roperator.autodiff.ActiveNumber.linearCombination");
  }

  @Test
  void importsRunOneWayOnly() {
    for (String from : packagesThereAre()) {
      Set<String> forbidden = new TreeSet<>(MAY_IMPORT.keySet());
      forbidden.removeAll(MAY_IMPORT.getOrDefault(from, Set.of()));
      forbidden.remove(from);
      for (String to : forbidden) {
        noClasses()
            .that()
            .resideInAPackage("org.roperator." + from + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.roperator." + to + "..")
            .check(CLASSES);
      }
    }
  }

  @Test
  void everyPackageHasItsRow() {
    Set<String> unknown = packagesThereAre();
    unknown.removeAll(MAY_IMPORT.keySet());
    assertEquals(Set.of(), unknown);
    assertTrue(packagesThereAre().contains("operator"), "no classes were imported");
  }

  @Test
  void everyClassIsAnInterfaceOrFinal() {
    Map<String, Boolean> open =
        CLASSES.stream()
            .filter(c -> !c.isInterface() && !c.isEnum() && !c.isRecord())
            .filter(
                c ->
                    !c.getModifiers().contains(JavaModifier.FINAL)
                        && !c.getModifiers().contains(JavaModifier.ABSTRACT)
                        && !c.isAnonymousClass())
            .collect(Collectors.toMap(c -> c.getName(), c -> true, (a, b) -> a, TreeMap::new));
    assertEquals(Set.of(), open.keySet());
  }

  @Test
  void everyOutcomeIsAnOutcome() {
    Set<String> others = new TreeSet<>();
    int found = 0;
    for (JavaClass c : CLASSES) {
      if (c.isEnum() && c.getSimpleName().endsWith("Outcome")) {
        found++;
        if (!c.isAssignableTo(Outcome.class)) {
          others.add(c.getName());
        }
      }
    }
    assertEquals(Set.of(), others);
    assertTrue(found > 5, "found " + found + " enumerations of outcomes");
  }

  private static Set<String> floorAnd(String... others) {
    Set<String> all = new TreeSet<>(FLOOR);
    all.addAll(Set.of(others));
    return all;
  }

  private static Set<String> packagesThereAre() {
    return CLASSES.stream()
        .map(c -> c.getPackageName().substring("org.roperator".length()))
        .filter(p -> !p.isEmpty())
        .map(p -> p.substring(1).split("\\.", -1)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
