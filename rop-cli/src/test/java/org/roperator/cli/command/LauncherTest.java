package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code rop}, in a checkout with a Maven and a Java that only say what they do. Where
 * there is no shell, starting it is refused.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LauncherTest {

  /** What the script calls, besides flock, which not every system has. */
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "readlink",
          "dirname",
          "sed",
          "head",
          "find",
          "mkdir",
          "mktemp",
          "mv",
          "rm",
          "tail",
          "cat",
          "sleep",
          "locale",
          "grep");

  @TempDir private Path folder;
  private Path checkout = Path.of("");

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = Files.createDirectories(folder.resolve("Prüfstand"));
    Files.copy(Path.of("..", "rop"), checkout.resolve("rop"));
    executable(checkout.resolve("rop"));
    for (String name : List.of("pom.xml", "rop-cli/pom.xml", "rop-cli/src/main/Main.java")) {
      Path file = checkout.resolve(name);
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, "");
    }
    script(
        "mvn",
        "echo begun >>builds.log",
        "sleep 1",
        "mkdir -p rop-cli/target",
        "echo jar >rop-cli/target/rop-cli.jar");
    script(
        "java",
        "case $1 in -version) echo 'openjdk version \"17.0.1\" 2021' >&2; exit ;; esac",
        "echo \"charmap $(locale charmap) arguments $*\"");
  }

  private Path script(String name, String... lines) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path file =
        Files.writeString(bin.resolve(name), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    executable(file);
    return file;
  }

  private static void executable(Path file) {
    assertTrue(file.toFile().setExecutable(true), file.toString());
  }

  /** What only a shell can show. */
  private void inShell(Executable test) throws Throwable {
    if (Files.isExecutable(Path.of("/bin/sh"))) {
      test.execute();
    } else {
      assertThrows(IOException.class, () -> start(true, Map.of()), "no shell, no script");
    }
  }

  private Process start(boolean flock, Map<String, String> more) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(checkout.resolve("rop").toString(), "info").redirectErrorStream(true);
    String path = folder.resolve("bin").toString();
    if (flock) {
      path += ":" + System.getenv("PATH");
    } else {
      linkTools();
    }
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("PATH", path);
    builder.environment().putAll(more);
    return builder.start();
  }

  private void linkTools() throws IOException {
    for (String tool : TOOLS) {
      Path link = folder.resolve("bin").resolve(tool);
      for (String place : List.of("/usr/bin", "/bin")) {
        Path real = Path.of(place, tool);
        if (!Files.exists(link) && Files.exists(real)) {
          Files.createSymbolicLink(link, real);
        }
      }
    }
  }

  private static String end(Process process) throws IOException, InterruptedException {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private void assertTwoAtOnceBuildOnce(boolean flock) throws IOException, InterruptedException {
    List<Process> two = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      two.add(start(flock, Map.of()));
    }
    String said = end(two.get(0)) + end(two.get(1));
    assertEquals(List.of("begun"), Files.readAllLines(checkout.resolve("builds.log")), said);
    assertTrue(said.contains("rop: another rop is building; waiting for it"), said);
    assertEquals(2, said.split("rop-cli.jar info", -1).length - 1, said);
    end(start(flock, Map.of()));
    assertEquals(1, Files.readAllLines(checkout.resolve("builds.log")).size(), "nothing changed");
  }

  @Test
  void twoFirstRunsAtOnceBuildOnce() throws Throwable {
    inShell(() -> assertTwoAtOnceBuildOnce(true));
  }

  @Test
  void twoFirstRunsAtOnceBuildOnceWhereThereIsNoFlock() throws Throwable {
    inShell(() -> assertTwoAtOnceBuildOnce(false));
  }

  /** What a process that died leaves as its lock. */
  private Path leaveALock(int number) throws IOException, InterruptedException {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock =
        Files.createDirectories(checkout.resolve("rop-cli/target/rop-build.lock." + number));
    Files.writeString(lock.resolve("owner"), dead.pid() + "\n");
    return lock;
  }

  @Test
  void theLockOfADeadProcessHoldsNobodyUp() throws Throwable {
    inShell(
        () -> {
          Path lock = leaveALock(7);
          assertTrue(end(start(false, Map.of())).contains("arguments"), "it ran");
          assertTrue(Files.notExists(lock), "and took it away");
        });
  }

  /** Eight find the lock of a dead process at once; a build that meets another one says so. */
  @Test
  void oneOfManyTakesTheLockOfADeadProcess() throws Throwable {
    script(
        "mvn",
        "mkdir building || echo met another >>builds.log",
        "echo begun >>builds.log",
        "sleep 0.3",
        "mkdir -p rop-cli/target",
        "echo jar >rop-cli/target/rop-cli.jar",
        "rm -r building");
    inShell(
        () -> {
          for (int round = 1; round <= 3; round++) {
            leaveALock(100 * round);
            Files.deleteIfExists(checkout.resolve("rop-cli/target/rop-build"));
            List<Process> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
              all.add(start(false, Map.of()));
            }
            StringBuilder said = new StringBuilder();
            for (Process one : all) {
              said.append(end(one));
            }
            assertEquals(
                Collections.nCopies(round, "begun"),
                Files.readAllLines(checkout.resolve("builds.log")),
                said.toString());
            try (Stream<Path> left = Files.list(checkout.resolve("rop-cli/target"))) {
              List<String> locks =
                  left.map(f -> f.getFileName().toString())
                      .filter(f -> f.contains("lock"))
                      .toList();
              // All take it, one after the other; those that come later find nothing to build.
              assertEquals(List.of("rop-build.lock." + (100 * round + 8)), locks);
            }
          }
        });
  }

  @Test
  void aLocaleOfAsciiAloneIsWidened() throws Throwable {
    inShell(
        () -> {
          String said = end(start(true, Map.of("LC_ALL", "C")));
          assertTrue(said.contains("charmap UTF-8"), said);
          assertTrue(said.contains(checkout + "/rop-cli/target/rop-cli.jar info"), said);
        });
  }

  @Test
  void aBuildLeavesARunningProgramItsJar() throws Throwable {
    inShell(
        () -> {
          end(start(true, Map.of()));
          Path jar = checkout.resolve("rop-cli/target/rop-cli.jar");
          Files.writeString(jar, "of the first build\n");
          try (BufferedReader running = Files.newBufferedReader(jar)) {
            // As if a source were newer.
            Files.delete(checkout.resolve("rop-cli/target/rop-build"));
            end(start(true, Map.of()));
            assertEquals("of the first build", running.readLine());
          }
          assertEquals("jar\n", Files.readString(jar));
        });
  }
}
