package org.roperator.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.roperator.dense.Blas;
import org.roperator.dense.Transpose;

/** What a process is told to compute with, each in a process of its own. */
class ForcedChoiceTest {

  /** The main of those processes: says what was chosen, after a product that shows it works. */
  static final class Say {

    private Say() {}

    public static void main(String[] arguments) {
      try {
        double[] c = new double[40 * 40];
        double[] ones = new double[40 * 40];
        Arrays.fill(ones, 1);
        Blas.instance()
            .gemm(
                Transpose.NO,
                Transpose.YES,
                40,
                40,
                40,
                1,
                ones,
                0,
                40,
                ones.clone(),
                0,
                40,
                0,
                c,
                0,
                40);
        System.out.println(c[7] + " " + Blas.choice().kind() + " " + Blas.instance().description());
      } catch (IllegalStateException refusal) {
        System.out.println("refused " + refusal.getMessage());
      }
    }
  }

  /** The main of a process that loads all classes twice, as servers and notebooks do. */
  static final class SayTwice {

    private SayTwice() {}

    public static void main(String[] arguments) throws Exception {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
      List<ClassLoader> alive = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        ClassLoader loader =
            new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        alive.add(loader);
        Class<?> again = loader.loadClass(Say.class.getName());
        Method main = again.getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) new String[0]);
      }
      if (alive.size() != 2) {
        throw new IllegalStateException();
      }
    }
  }

  @Test
  void classesThatAreLoadedAgainKnowTheLibraryAsTheirOwn() {
    String said = say(SayTwice.class, Map.of());
    assertEquals(2, said.lines().count(), said);
    assertTrue(said.lines().allMatch(line -> line.startsWith("40.0 OPENBLAS OpenBLAS, ")), said);
  }

  private static String say(Map<String, String> environment, String... flags) {
    return say(Say.class, environment, flags);
  }

  private static String say(Class<?> main, Map<String, String> environment, String... flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.endsWith("_NUM_THREADS"));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the process did not end");
      assertEquals(0, process.exitValue(), said);
      return said;
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void theChoiceIsMadeWithoutAWordOnTheConsole() {
    String said = say(Map.of());
    assertTrue(said.startsWith("40.0 OPENBLAS OpenBLAS, "), said);
    assertEquals(1, said.lines().count(), said);
    String inJava = say(Map.of(), "-Dorg.roperator.blas=java");
    assertTrue(inJava.startsWith("40.0 JAVA Java, Java11BLAS (asked for"), inJava);
    assertEquals(1, inJava.lines().count(), inJava);
  }

  @Test
  void theVectorImplementationIsTakenWhereItsModuleIs() {
    String said = say(Map.of(), "-Dorg.roperator.blas=java", "--add-modules=jdk.incubator.vector");
    assertTrue(said.contains("40.0 JAVA Java, VectorBLAS (asked for"), said);
  }

  @Test
  void aLibraryGivenByItsPathIsUsedIfItStaysOnOneThread() {
    String library = Blas.choice().library();
    String flag = "-Dorg.roperator.blas=" + library;
    String said = say(Map.of("OPENBLAS_NUM_THREADS", "1"), flag);
    assertTrue(said.startsWith("40.0 SYSTEM system BLAS, " + library), said);
    String refused = say(Map.of(), flag);
    assertTrue(refused.startsWith("refused org.roperator.blas asks for «" + library), refused);
    assertTrue(refused.contains("OPENBLAS_NUM_THREADS must be set to 1"), refused);
  }

  @Test
  void aLibraryThatIsNoneIsRefusedByName() {
    String refused = say(Map.of("OMP_NUM_THREADS", "1"), "-Dorg.roperator.blas=/no/such.so");
    assertTrue(refused.startsWith("refused org.roperator.blas asks for «/no/such.so»"), refused);
    assertTrue(refused.contains("/no/such.so failed"), refused);
  }

  @Test
  void aFailureToLoadFallsThroughToJavaWithAWarning() {
    String said = say(Map.of(), "-Dorg.bytedeco.javacpp.platform=plan9-mips");
    assertTrue(said.contains("40.0 "), said);
    assertTrue(said.contains("WARNING: BLAS of this process: "), said);
    assertTrue(said.contains("passed over: rop-openblas failed: "), said);
    String refused =
        say(
            Map.of(),
            "-Dorg.bytedeco.javacpp.platform=plan9-mips",
            "-Dorg.roperator.blas=openblas");
    assertTrue(refused.contains("refused org.roperator.blas asks for «openblas»"), refused);
    assertTrue(refused.contains("rop-openblas failed: "), refused);
  }

  @Test
  void otherCollectorsServeNativeProducts() {
    for (String collector : List.of("-XX:+UseParallelGC", "-XX:+UseSerialGC")) {
      String said = say(Map.of(), collector);
      assertTrue(said.startsWith("40.0 OPENBLAS"), said);
    }
  }
}
