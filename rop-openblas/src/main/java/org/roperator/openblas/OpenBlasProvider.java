package org.roperator.openblas;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.roperator.dense.NativeBlasProvider;

/**
 * The OpenBLAS of the JavaCPP presets, for Linux and macOS on x86-64 and arm64 and Windows on
 * x86-64.
 *
 * <p>A build gets the library of its own platform only. On another platform than those there is
 * none, which {@link #load()} says by throwing.
 */
public final class OpenBlasProvider implements NativeBlasProvider {

  /** What the library's file is called on Linux, macOS and Windows. */
  private static final List<String> FILES =
      List.of("libopenblas_nolapack.so.0", "libopenblas.0.dylib", "libopenblas.dll");

  /** Loads nothing yet. */
  public OpenBlasProvider() {}

  @Override
  public String name() {
    return "rop-openblas";
  }

  @Override
  public Path load() {
    NativeCache.choose();
    Path bridge = Path.of(Loader.load(openblas_nolapack.class));
    org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads(1);
    return FILES.stream()
        .map(bridge::resolveSibling)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no OpenBLAS beside " + bridge));
  }

  @Override
  public boolean isOwn(Path library) {
    return FILES.contains(String.valueOf(library.getFileName()));
  }
}
