package org.roperator.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule of the house reports code that breaks it on purpose, and nothing else. */
class HouseRulesTest {
  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern TYPE = Pattern.compile("(?:class|interface|record|enum) (\\w+)");

  @TempDir Path directory;
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private URLClassLoader loader;

  /** The rules load classes whose parameters they count. */
  @BeforeEach
  void loadFromTheDirectory() throws MalformedURLException {
    loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, before);
    Thread.currentThread().setContextClassLoader(loader);
  }

  @AfterEach
  void loadAsBefore() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    loader.close();
  }

  @Test
  void filesThatUseOneAnotherBreakTheRule() {
    List<String> broken =
        rules(
                "package a; class A { B b; }",
                "package a; class B { void f() { new C().g(); } }",
                "package a; class C { void g() { Runnable r = () -> System.out.print(A.class); } }",
                "package a; class Apart { A a; }")
            .circlesOfFiles();

    assertEquals(1, broken.size());
    assertTrue(
        broken.get(0).startsWith("Files use one another: [a.A, a.B, a.C]\n"), broken::toString);
    assertTrue(broken.get(0).contains("Field <a.A.b> has type <a.B>"), broken::toString);
  }

  @Test
  void nestedClassesCountAsTheirFile() {
    assertOne(
        "[a.A, a.B]",
        rules("package a; class A { static class In { B b; } }", "package a; class B { A.In in; }")
            .circlesOfFiles());
  }

  @Test
  void anInterfaceMayMakeItsOwnImplementations() {
    assertEquals(
        List.of(),
        rules(
                "package a; interface Shape { static Shape square() { return new Square(); } }",
                "package a; class Square implements Shape { Corner c; }",
                "package a; class Corner { Shape of; }",
                "package a; abstract class Number { Number one() { return new One(); } }",
                "package a; class One extends Number {}")
            .circlesOfFiles());
  }

  @Test
  void anInterfaceMayNotUseWhatUsesItOtherwise() {
    assertOne(
        "[a.Shape, a.Shapes]",
        rules(
                "package a; interface Shape { static Shape square() { return Shapes.square(); } }",
                "package a; class Shapes { static Shape square() { return null; } }")
            .circlesOfFiles());
  }

  @Test
  void anImplementationIsForgivenToItsInterfaceOnly() {
    assertOne(
        "[a.Corner, a.Square]",
        rules(
                "package a; interface Shape { static Shape square() { return new Square(); } }",
                "package a; class Square implements Shape { Corner c; }",
                "package a; class Corner { Square of; }")
            .circlesOfFiles());
  }

  @Test
  void aClassThatIsNotAbstractMayNotMakeItsSubclasses() {
    assertOne(
        "[a.Base, a.Derived]",
        rules(
                "package a; class Base { Base other() { return new Derived(); } }",
                "package a; class Derived extends Base {}")
            .circlesOfFiles());
  }

  @Test
  void packagesThatUseOneAnotherBreakTheRule() {
    HouseRules rules =
        rules(
            "package a; public interface A { static A of() { return new b.B(); } }",
            "package b; public class B implements a.A {}",
            "package c; public class C { a.A a; }");

    assertOne("[a, b]", rules.circlesOfPackages());
    assertEquals(List.of(), rules.withCircleOfPackages("a", "b").circlesOfPackages());
    assertOne(
        "remove the exception: [a, c]",
        rules.withCircleOfPackages("a", "b").withCircleOfPackages("a", "c").circlesOfPackages());
  }

  @Test
  void anExceptedCircleMayShrinkButNotGrow() {
    HouseRules rules =
        rules(
            "package a; class A { B b; }",
            "package a; class B { A a; }",
            "package a; class C { D d; }",
            "package a; class D { C c; }");

    assertOne("[a.C, a.D]", rules.withCircleOfFiles("a", "A", "B", "E").circlesOfFiles());
    assertEquals(
        List.of(),
        rules.withCircleOfFiles("a", "A", "B").withCircleOfFiles("a", "C", "D").circlesOfFiles());
  }

  @Test
  void anExceptionThatNothingNeedsBreaksTheRule() {
    HouseRules rules = rules("package a; class A { B b; }", "package a; class B {}");

    assertOne(
        "remove the exception: [a.A, a.B]",
        rules.withCircleOfFiles("a", "A", "B").circlesOfFiles());
    assertOne("a.A.f is excepted", rules.withDefaultBlasIn("a.A.f").callsForTheBlasOfTheProcess());
    assertOne("a.A.f is excepted", rules.withManyParametersOf("a.A.f").longParameterLists());
    assertOne("a needs no limit", rules.withMostPublicTypes("a", 24).crowdedPackages());
  }

  @Test
  void aPackageWithTwentyOnePublicTypesBreaksTheRule() {
    String[] twenty =
        IntStream.range(0, 20)
            .mapToObj(i -> "package a; public class A" + i + " { public static class In {} }")
            .toArray(String[]::new);
    assertEquals(List.of(), rules(twenty).crowdedPackages());
    assertEquals(List.of(), rules("package a; class Hidden {}").crowdedPackages());

    HouseRules more = rules("package a; public enum More {}");
    assertOne("a has 21 public types, 20 are allowed: [A0, ", more.crowdedPackages());
    assertEquals(List.of(), more.withMostPublicTypes("a", 21).crowdedPackages());
  }

  @Test
  void fetchingTheBlasBreaksTheRule() {
    HouseRules rules =
        rules(
            "package a; import org.roperator.dense.Blas;"
                + " class A { Blas f() { return Blas.instance(); } }",
            "package a; import org.roperator.dense.Blas;"
                + " class B { java.util.function.Supplier<Blas> s = Blas::instance; }",
            "package a; import org.roperator.dense.Blas;"
                + " class C { Runnable f() { return () -> Blas.instance(); } }",
            "package a; import org.roperator.dense.Blas; class D { Blas given; }");

    assertEquals(3, rules.callsForTheBlasOfTheProcess().size());
    assertEquals(
        List.of(),
        rules
            .withDefaultBlasIn("a.A.f")
            .withDefaultBlasIn("a.B.<init>")
            .withDefaultBlasIn("a.C.f")
            .callsForTheBlasOfTheProcess());
  }

  @Test
  void eightParametersBreakTheRule() {
    String seven = "int a, int b, int c, int d, int e, int f, int g";
    HouseRules rules =
        rules(
            "package a; class A { void f(" + seven + ") {} void g(" + seven + ", int h) {} }",
            "package a; record R(" + seven + ", int h) {}",
            "package a; enum E { ONE(1, 2, 3, 4, 5, 6, 7); E(" + seven + ") {} }",
            "package a; class Outer { class In { In("
                + seven
                + ") {} }"
                + " Runnable r("
                + seven
                + ") {"
                + " return () -> System.out.print(a + b + c + d + e + f + g + hashCode()); } }");

    assertEquals(2, rules.longParameterLists().size());
    assertOne("a.A.g", rules.withManyParametersOf("a.R.<init>").longParameterLists());
    assertOne("a.R.<init>", rules.withManyParametersOf("a.A.g").longParameterLists());
  }

  @Test
  void generatedCodeIsLeftOut() {
    assertEquals(
        0, rules("package a.generated; class A {}", "package a.jmh_generated; class B {}").size());
  }

  private static void assertOne(String part, List<String> broken) {
    assertEquals(1, broken.size(), broken::toString);
    assertTrue(broken.get(0).contains(part), broken::toString);
  }

  /** The rules over these files, compiled, and those compiled before them in the same test. */
  private HouseRules rules(String... sources) {
    List<String> arguments = new ArrayList<>(List.of("-parameters", "-nowarn", "-proc:none", "-d"));
    arguments.add(directory.toString());
    arguments.add("-cp");
    arguments.add(System.getProperty("java.class.path"));
    for (String source : sources) {
      Path file =
          directory
              .resolve(nameIn(PACKAGE, source).replace('.', '/'))
              .resolve(nameIn(TYPE, source) + ".java");
      arguments.add(file.toString());
      try {
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertEquals(0, compiler.run(null, null, null, arguments.toArray(String[]::new)));
    return HouseRules.of(new ClassFileImporter().importPath(directory));
  }

  private static String nameIn(Pattern pattern, String source) {
    Matcher matcher = pattern.matcher(source);
    assertTrue(matcher.find(), source);
    return matcher.group(1);
  }
}
