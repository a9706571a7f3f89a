package org.roperator.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Imports between the packages of rop-core run one way only. */
class ImportsTest {

  /** For each package, the packages of this module it may import besides itself. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("operator", Set.of()),
          Map.entry("dense", Set.of()),
          Map.entry("function", Set.of("operator")),
          Map.entry("solve", Set.of("operator")),
          Map.entry("spectrum", Set.of("operator", "solve", "dense")),
          Map.entry("autodiff", Set.of("function", "operator", "dense")),
          Map.entry("check", Set.of("function", "operator")),
          Map.entry("optimize", Set.of("function", "operator", "solve")),
          Map.entry("perturb", Set.of("function", "operator", "solve", "optimize")),
          Map.entry(
              "commonsmath",
              Set.of(
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
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.roperator");

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

  private static Set<String> packagesThereAre() {
    return CLASSES.stream()
        .map(c -> c.getPackageName().substring("org.roperator".length()))
        .filter(p -> !p.isEmpty())
        .map(p -> p.substring(1).split("\\.", -1)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
