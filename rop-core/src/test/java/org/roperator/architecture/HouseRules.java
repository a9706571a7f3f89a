package org.roperator.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Executable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.roperator.dense.Blas;

/**
 * The rules that the code of every module keeps, read from its class files. Each rule returns what
 * breaks it, a line each; an empty list is a rule kept.
 *
 * <p>Exceptions are named one by one, and a named exception that nothing needs breaks the rule too:
 * so the lists of exceptions can only shrink. Immutable.
 *
 * <p>Code that a tool writes (packages named {@code generated} or {@code jmh_generated}, and JTE's
 * templates) is left out.
 */
public final class HouseRules {
  private static final int MOST_PUBLIC_TYPES = 20;
  private static final int MOST_PARAMETERS = 7;
  private static final String DENSE = Blas.class.getPackageName();

  private final JavaClasses classes;
  private final Map<Rule, Set<Set<String>>> exceptions;
  private final Map<String, Integer> mostPublicTypes;

  /** The rules to which exceptions are named by sets of names. */
  private enum Rule {
    FILES,
    PACKAGES,
    BLAS,
    PARAMETERS
  }

  private HouseRules(
      JavaClasses classes,
      Map<Rule, Set<Set<String>>> exceptions,
      Map<String, Integer> mostPublicTypes) {
    this.classes = classes;
    this.exceptions = exceptions;
    this.mostPublicTypes = mostPublicTypes;
  }

  /** The rules over the classes of the directory or archive that this class was loaded from. */
  public static HouseRules ofModuleWith(Class<?> member) {
    return of(
        new ClassFileImporter()
            .importUrl(member.getProtectionDomain().getCodeSource().getLocation()));
  }

  /** The rules over the given classes. */
  public static HouseRules of(JavaClasses classes) {
    return new HouseRules(
        classes.that(
            DescribedPredicate.describe(
                "are written by hand",
                c ->
                    !c.getPackageName().matches("(.*\\.)?(jmh_)?generated(\\..*)?")
                        && !c.getName().matches(".*\\.Jte\\w+Generated(\\$.*)?"))),
        Map.of(),
        Map.of());
  }

  /**
   * With a circle of files of one package that is known.
   *
   * @param packageName the full name of the package
   * @param files names of files in it, without ending; every circle among them is excepted
   */
  public HouseRules withCircleOfFiles(String packageName, String... files) {
    return with(
        Rule.FILES, Arrays.stream(files).map(f -> packageName + "." + f).toArray(String[]::new));
  }

  /** With a circle of packages that is known; every circle among these packages is excepted. */
  public HouseRules withCircleOfPackages(String... packageNames) {
    return with(Rule.PACKAGES, packageNames);
  }

  /** With another limit to the public top-level types of a package. */
  public HouseRules withMostPublicTypes(String packageName, int most) {
    Map<String, Integer> all = new TreeMap<>(mostPublicTypes);
    all.put(packageName, most);
    return new HouseRules(classes, exceptions, all);
  }

  /**
   * With a place that may ask for the BLAS of the process, because it takes it as a default.
   *
   * @param place package, class and method, as in {@code org.roperator.nn.Prediction.of}; {@code
   *     <init>} for constructors and fields, {@code <clinit>} for static fields
   */
  public HouseRules withDefaultBlasIn(String place) {
    return with(Rule.BLAS, place);
  }

  /** With a method or constructor (class and name) that may have more than 7 parameters. */
  public HouseRules withManyParametersOf(String method) {
    return with(Rule.PARAMETERS, method);
  }

  private HouseRules with(Rule rule, String... names) {
    Map<Rule, Set<Set<String>>> all = new HashMap<>(exceptions);
    Set<Set<String>> ofRule = new LinkedHashSet<>(exceptionsTo(rule));
    ofRule.add(new TreeSet<>(Arrays.asList(names)));
    all.put(rule, ofRule);
    return new HouseRules(classes, all, mostPublicTypes);
  }

  private Set<Set<String>> exceptionsTo(Rule rule) {
    return exceptions.getOrDefault(rule, Set.of());
  }

  /** How many classes are looked at: a test that looks at none proves nothing. */
  public int size() {
    return classes.size();
  }

  /**
   * No circle of files inside a package: it must be possible to read its files one after the other,
   * each after those that it uses.
   *
   * <p>File F uses file G if any class in F (nested, local and anonymous ones too) refers to any
   * class in G in a signature, a body or an annotation. Exactly one kind of use is forgiven: that
   * of G by F where F holds an interface or an abstract class, and the class of G that is referred
   * to, or the top-level one it stands in, is a subtype of it. So an interface may have factories
   * of its implementations, or return its narrower kinds; whatever else closes a circle breaks the
   * rule, other helpers of the factories included.
   */
  public List<String> circlesOfFiles() {
    Map<String, Map<String, String>> uses = new TreeMap<>();
    for (JavaClass c : classes) {
      JavaClass from = topLevel(c);
      for (Dependency d : c.getDirectDependenciesFromSelf()) {
        JavaClass target = d.getTargetClass().getBaseComponentType();
        JavaClass to = topLevel(target);
        if (from.getPackageName().equals(to.getPackageName())
            && !(isSubtype(to, from) || isSubtype(target, from))) {
          addUse(uses, from.getName(), to.getName(), d);
        }
      }
    }
    return circles("Files", uses, exceptionsTo(Rule.FILES));
  }

  private static boolean isSubtype(JavaClass c, JavaClass of) {
    return (of.isInterface() || of.getModifiers().contains(JavaModifier.ABSTRACT))
        && !of.isEnum()
        && c.isAssignableTo(of.getName());
  }

  /** No circle of packages, whatever closes it. */
  public List<String> circlesOfPackages() {
    Map<String, Map<String, String>> uses = new TreeMap<>();
    for (JavaClass c : classes) {
      for (Dependency d : c.getDirectDependenciesFromSelf()) {
        JavaClass target = d.getTargetClass().getBaseComponentType();
        addUse(uses, c.getPackageName(), target.getPackageName(), d);
      }
    }
    uses.keySet().removeIf(String::isEmpty);
    return circles("Packages", uses, exceptionsTo(Rule.PACKAGES));
  }

  /** At most 20 public top-level types in a package. */
  public List<String> crowdedPackages() {
    Map<String, Set<String>> types = new TreeMap<>();
    for (JavaClass c : classes) {
      if (c.isTopLevelClass() && c.getModifiers().contains(JavaModifier.PUBLIC)) {
        types.computeIfAbsent(c.getPackageName(), p -> new TreeSet<>()).add(c.getSimpleName());
      }
    }
    List<String> broken = new ArrayList<>();
    types.forEach(
        (name, all) -> {
          int most = mostPublicTypes.getOrDefault(name, MOST_PUBLIC_TYPES);
          if (all.size() > most) {
            broken.add(
                name + " has " + all.size() + " public types, " + most + " are allowed: " + all);
          }
        });
    mostPublicTypes.forEach(
        (name, most) -> {
          if (types.getOrDefault(name, Set.of()).size() <= MOST_PUBLIC_TYPES) {
            broken.add(name + " needs no limit of its own any more: remove it.");
          }
        });
    return broken;
  }

  /**
   * Nobody asks for the BLAS of the process ({@link Blas#instance()}) but its own package and the
   * places that take it as a default: all others use the one they are given.
   */
  public List<String> callsForTheBlasOfTheProcess() {
    Map<String, String> found = new TreeMap<>();
    for (JavaClass c : classes) {
      if (!c.getPackageName().equals(DENSE)) {
        for (Set<? extends JavaAccess<?>> some :
            List.of(c.getMethodCallsFromSelf(), c.getMethodReferencesFromSelf())) {
          for (JavaAccess<?> call : some) {
            if (call.getTarget().getFullName().equals(Blas.class.getName() + ".instance()")) {
              found.put(place(c, call.getOrigin()), call.getDescription());
            }
          }
        }
      }
    }
    return unexcepted(found, exceptionsTo(Rule.BLAS));
  }

  /**
   * At most 7 parameters of a method or constructor, those of records included, outside of the
   * kernels over bare arrays in {@code org.roperator.dense}.
   */
  public List<String> longParameterLists() {
    Map<String, String> found = new TreeMap<>();
    for (JavaClass c : classes) {
      if (!c.getPackageName().equals(DENSE)) {
        for (JavaCodeUnit method : c.getCodeUnits()) {
          int written = parametersWritten(method);
          if (written > MOST_PARAMETERS) {
            found.put(
                place(c, method),
                method.getFullName() + " has " + written + " parameters, 7 are allowed.");
          }
        }
      }
    }
    return unexcepted(found, exceptionsTo(Rule.PARAMETERS));
  }

  /** The parameters in the source; the compiler adds those of inner classes, enums and lambdas. */
  private static int parametersWritten(JavaCodeUnit method) {
    if (method.getRawParameterTypes().size() <= MOST_PARAMETERS) {
      return 0; // the compiler takes none away
    }
    Executable reflected = (Executable) method.reflect();
    return reflected.isSynthetic()
        ? 0
        : (int)
            Arrays.stream(reflected.getParameters())
                .filter(p -> !p.isImplicit() && !p.isSynthetic())
                .count();
  }

  /** Class and method, for a lambda those of the method it is written in. */
  private static String place(JavaClass c, JavaCodeUnit method) {
    String name = method.getName();
    String written =
        name.startsWith("lambda$")
            ? name.substring("lambda$".length(), name.lastIndexOf('$'))
                .replace("new", "<init>")
                .replace("static", "<clinit>")
            : name;
    return c.getName() + "." + written;
  }

  private static List<String> unexcepted(Map<String, String> found, Set<Set<String>> exceptions) {
    List<String> broken = new ArrayList<>();
    Set<String> excepted = new TreeSet<>();
    exceptions.forEach(excepted::addAll);
    found.forEach(
        (place, description) -> {
          if (!excepted.contains(place)) {
            broken.add(place + ": " + description);
          }
        });
    for (String place : excepted) {
      if (!found.containsKey(place)) {
        broken.add(place + " is excepted, but keeps the rule: remove the exception.");
      }
    }
    return broken;
  }

  private static void addUse(
      Map<String, Map<String, String>> uses, String from, String to, Dependency d) {
    if (!from.equals(to)) {
      uses.computeIfAbsent(from, f -> new TreeMap<>()).putIfAbsent(to, d.getDescription());
    }
  }

  /** The classes of names that use one another, each with a shortest circle through its first. */
  private static List<String> circles(
      String what, Map<String, Map<String, String>> uses, Set<Set<String>> exceptions) {
    Map<String, Set<String>> reached = new HashMap<>();
    uses.keySet().forEach(from -> reached.put(from, reachedFrom(from, uses)));
    List<String> broken = new ArrayList<>();
    Set<Set<String>> needed = new HashSet<>();
    Set<String> seen = new TreeSet<>();
    for (String first : uses.keySet()) {
      Set<String> circle = new TreeSet<>(reached.getOrDefault(first, Set.of()));
      if (circle.contains(first) && seen.add(first)) {
        circle.removeIf(name -> !reached.getOrDefault(name, Set.of()).contains(first));
        seen.addAll(circle);
        Set<Set<String>> excusing =
            exceptions.stream().filter(e -> e.containsAll(circle)).collect(Collectors.toSet());
        needed.addAll(excusing);
        if (excusing.isEmpty()) {
          broken.add(what + " use one another: " + circle + shortestCircle(first, uses));
        }
      }
    }
    for (Set<String> exception : exceptions) {
      if (!needed.contains(exception)) {
        broken.add(what + " without a circle are excepted, remove the exception: " + exception);
      }
    }
    return broken;
  }

  private static Set<String> reachedFrom(String start, Map<String, Map<String, String>> uses) {
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      for (String next : uses.getOrDefault(open.remove(), Map.of()).keySet()) {
        if (reached.add(next)) {
          open.add(next);
        }
      }
    }
    return reached;
  }

  /** The uses along it, a line each. */
  private static String shortestCircle(String start, Map<String, Map<String, String>> uses) {
    Map<String, String> pathTo = new HashMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(start));
    while (!pathTo.containsKey(start)) {
      String from = open.remove();
      String path = pathTo.getOrDefault(from, "");
      uses.getOrDefault(from, Map.of())
          .forEach(
              (next, use) -> {
                if (pathTo.putIfAbsent(next, path + "\n    " + use) == null) {
                  open.add(next);
                }
              });
    }
    return pathTo.getOrDefault(start, "");
  }

  private static JavaClass topLevel(JavaClass c) {
    JavaClass top = c;
    while (top.getEnclosingClass().isPresent()) {
      top = top.getEnclosingClass().get();
    }
    return top;
  }
}
