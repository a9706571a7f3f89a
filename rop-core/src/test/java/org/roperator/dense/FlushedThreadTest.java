package org.roperator.dense;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roperator.parallel.Workers;

/**
 * A thread that really flushes subnormal numbers, because it loaded a library that was linked with
 * {@code -ffast-math}: in a process of its own, which is spoilt by it. Where no gcc for Linux on
 * x86-64 is at hand to make one, the same is asked of a process that loads nothing.
 */
class FlushedThreadTest {

  /** Seen to set the mode right after loading a library; nothing was seen of those between. */
  private static final int RESTORING = 25;

  /** Seen to leave it as the library has it. */
  private static final int LAST_KEEPING = 17;

  /** The main of that process: loads what is named, and says what its threads then do. */
  static final class Say {

    // Not a constant, so that the processor halves it.
    private static volatile double smallest = Double.MIN_NORMAL;

    private Say() {}

    public static void main(String[] arguments) {
      say("before", FloatingPointMode.flushesSubnormals());
      for (String library : arguments) {
        System.load(library);
      }
      say("loader", FloatingPointMode.flushesSubnormals());
      say("half", smallest / 2 == 0);
      String[] modes = new String[2];
      CountDownLatch both = new CountDownLatch(2);
      Workers.of(2)
          .run(
              2,
              task -> {
                both.countDown();
                await(both); // so that the caller takes one and a worker the other
                boolean worker = Thread.currentThread().getName().equals("rop-worker");
                modes[worker ? 1 : 0] = "" + FloatingPointMode.flushesSubnormals();
              });
      System.out.println("caller " + modes[0]);
      System.out.println("worker " + modes[1]);
      System.out.println("chose " + Blas.choice().kind());
    }

    private static void say(String what, boolean flushes) {
      System.out.println(what + " " + flushes);
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException stop) {
        throw new IllegalStateException(stop);
      }
    }
  }

  private static String run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), command::toString);
    // The words of a log may be in the language of the place.
    String text = new String(Files.readAllBytes(said), StandardCharsets.ISO_8859_1);
    assertEquals(0, process.exitValue(), text);
    return text;
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv("PATH");
    return path != null
        && List.of(path.split(File.pathSeparator, -1)).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Java has no way of its own to change the mode: a compiler has to make such a library. */
  private static boolean canMakeIt() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
        && System.getProperty("os.arch").equals("amd64")
        && isOnPath("gcc");
  }

  private static Path makeLibrary(Path folder) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("nothing.c"), "int nothing(void) { return 0; }\n");
    Path library = folder.resolve("libnothing.so");
    String to = library.toString();
    run(folder, List.of("gcc", "-shared", "-fPIC", "-ffast-math", "-o", to, "nothing.c"));
    return library;
  }

  /** What the process says after it loaded a library, or nothing. */
  private static String say(Path folder, List<String> library)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.roperator.blas=java");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Say.class.getName()));
    command.addAll(library);
    return run(folder, command);
  }

  private static void assertSaid(boolean flushes, String said) {
    assertTrue(said.contains("before false"), said);
    assertTrue(said.contains("loader " + flushes), said);
    // What the class says is what this thread's arithmetic does.
    assertTrue(said.contains("half " + flushes), said);
    assertTrue(said.contains("caller " + flushes), said);
    // A thread that begins later computes as Java wants it, whatever its caller does.
    assertTrue(said.contains("worker false"), said);
    assertTrue(said.contains("chose JAVA"), said);
    assertEquals(flushes, said.contains("flushing subnormal numbers to zero"), said);
  }

  @Test
  void theThreadThatLoadedSuchALibraryIsToldFromOthers(@TempDir Path folder) throws Exception {
    assertSaid(false, say(folder, List.of()));
    if (canMakeIt()) {
      String said = say(folder, List.of(makeLibrary(folder).toString()));
      boolean flushes = said.contains("loader true");
      int version = Runtime.version().feature();
      assertTrue(version > LAST_KEEPING || flushes, said);
      assertTrue(version < RESTORING || !flushes, said);
      assertSaid(flushes, said);
    }
  }
}
