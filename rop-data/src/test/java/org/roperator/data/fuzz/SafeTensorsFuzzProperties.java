package org.roperator.data.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.roperator.data.weights.SafeTensors;
import org.roperator.function.ParameterLayout;

/** Damaged weights, read again by the offsets of their header. */
final class SafeTensorsFuzzProperties {

  private static final int MUTANTS = 5;
  private static final Path FILE = FuzzFiles.file("fuzz.safetensors");

  private static final ParameterLayout LAYOUT =
      ParameterLayout.builder().add("layer1.W", 2, 3).add("layer1.b", 2).build();

  private static final List<byte[]> FILES =
      List.of(
          file(
              "{\"layer1.W\":{\"dtype\":\"F64\",\"shape\":[2,3],\"data_offsets\":[0,48]},"
                  + "\"layer1.b\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[48,64]}}",
              64),
          file(
              "{\"__metadata__\":{\"options\":\"--hidden 2\"},"
                  + "\"layer1.b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                  + "\"layer1.W\":{\"dtype\":\"F64\",\"shape\":[2,3],\"data_offsets\":[8,56]}}   ",
              56));

  private static byte[] file(String header, int bytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(8 + json.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);
    for (int i = 0; i < bytes; i += 4) {
      file.putFloat(1 + i);
    }
    return file.array();
  }

  @Property(seed = "14", shrinking = ShrinkingMode.OFF)
  void damagedWeightsAreRefusedOrReadRight(@ForAll long seed) {
    Mutations mutations = new Mutations(seed);
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = mutations.of(mutations.one(FILES));
      ReadingLaw.hold(FILE, mutant, () -> SafeTensors.read(FILE, LAYOUT, "--hidden 2"))
          .ifPresent(w -> assertSame(w, mutant));
    }
  }

  private static void assertSame(double[] w, byte[] mutant) {
    String found = ReadingLaw.describe(mutant);
    ByteBuffer file = ByteBuffer.wrap(mutant).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) file.getLong();
    Map<?, ?> header =
        (Map<?, ?>) PlainJson.parse(new String(mutant, 8, length, StandardCharsets.UTF_8));
    int last = 8 + length;
    for (ParameterLayout.Slice slice : LAYOUT.slices()) {
      Map<?, ?> tensor = (Map<?, ?>) Objects.requireNonNull(header.get(slice.name()), found);
      List<?> offsets = (List<?>) Objects.requireNonNull(tensor.get("data_offsets"), found);
      int at = 8 + length + ((BigDecimal) offsets.get(0)).intValueExact();
      for (int i = slice.from(); i < slice.to(); i++) {
        boolean single = "F32".equals(tensor.get("dtype"));
        assertEquals(single ? file.getFloat(at) : file.getDouble(at), w[i], 0, found);
        at += single ? 4 : 8;
      }
      assertEquals(8 + length + ((BigDecimal) offsets.get(1)).intValueExact(), at, found);
      last = Math.max(last, at);
    }
    assertEquals(mutant.length, last, found);
  }

  @AfterContainer
  static void manyWereRead() {
    ReadingLaw.requireManyWereRead("safetensors");
  }
}
