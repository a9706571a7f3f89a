package org.roperator.dense;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeSymbolsTest {

  @TempDir private Path folder;

  private static Path ofJava(String name) {
    return Path.of(System.getProperty("java.home"), "lib", name);
  }

  /** Where libraries are in another format than that of Linux, nothing is known of them. */
  private static boolean isLinux() {
    boolean linux = Files.exists(ofJava("libzip.so"));
    if (!linux) {
      Path folder = ofJava(System.getProperty("os.name", "").startsWith("Windows") ? "../bin" : "");
      Path zip = folder.resolve(System.mapLibraryName("zip"));
      assertTrue(Files.exists(zip), zip.toString());
      assertEquals(Optional.empty(), NativeSymbols.of(zip));
    }
    return linux;
  }

  /** What is known of the libraries of every JDK for Linux. */
  @Test
  void readsWhatALibraryOffersAndWants() {
    if (!isLinux()) {
      return;
    }
    NativeSymbols zip = NativeSymbols.of(ofJava("libzip.so")).orElseThrow();
    assertTrue(zip.offered().contains("Java_java_util_zip_CRC32_update"), zip.offered()::toString);
    assertTrue(zip.wanted().contains("malloc") || zip.wanted().contains("memcpy"));
    assertEquals(List.of("dgemm_", "dgemv_"), zip.missing());
    assertTrue(NativeSymbols.of(ofJava("server/libjvm.so")).orElseThrow().canStartThreads());
  }

  @Test
  void knowsNothingOfOtherFiles() throws IOException {
    assertEquals(Optional.empty(), NativeSymbols.of(folder.resolve("none")));
    assertEquals(Optional.empty(), NativeSymbols.of(folder));
    Path text = Files.writeString(folder.resolve("text"), "no library ".repeat(50));
    assertEquals(Optional.empty(), NativeSymbols.of(text));
  }

  @Test
  void aLibraryThatIsCutShortTellsNothingAndBreaksNothing() throws IOException {
    if (!isLinux()) {
      return;
    }
    byte[] whole = Files.readAllBytes(ofJava("libzip.so"));
    for (int bytes = 1; bytes < whole.length; bytes += 997) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, bytes));
      assertEquals(Optional.empty(), NativeSymbols.of(cut), bytes + " bytes");
    }
  }
}
