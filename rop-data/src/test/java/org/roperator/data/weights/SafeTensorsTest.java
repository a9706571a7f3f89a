package org.roperator.data.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertThrowsNaming;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roperator.data.BadInput;
import org.roperator.function.ParameterLayout;

final class SafeTensorsTest {

  private static final ParameterLayout LAYOUT =
      ParameterLayout.builder().add("layer1.W", 2, 3).add("layer1.b", 2).build();

  private static final String W = "{\"dtype\":\"F64\",\"shape\":[2,3],\"data_offsets\":[0,48]}";
  private static final String B = "{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[48,64]}";
  private static final String GOOD = "{\"layer1.W\":" + W + ",\"layer1.b\":" + B + "}";

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("m.safetensors");
  }

  /** A file put together by hand: length, header, then 1, 2, 3, … as doubles. */
  private void write(String header, int numbers) throws IOException {
    write(header.getBytes(StandardCharsets.UTF_8), numbers);
  }

  private void write(byte[] json, int numbers) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + 8 * numbers).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (int i = 1; i <= numbers; i++) {
      bytes.putDouble(i);
    }
    Files.write(file(), bytes.array());
  }

  @Test
  void theTextBesideTheNumbersComesWithThem() throws IOException {
    write("{\"__metadata__\":{\"a\":\"b c\"}," + GOOD.substring(1), 8);
    SafeTensors.Contents contents = SafeTensors.contents(file(), LAYOUT, "");
    assertEquals(Map.of("a", "b c"), contents.metadata());
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, contents.parameters());
    write(GOOD, 8);
    assertEquals(Map.of(), SafeTensors.contents(file(), LAYOUT, "").metadata());
  }

  private void assertRefused(Object... parts) {
    assertThrowsNaming(
        BadInput.class,
        () -> SafeTensors.read(file(), LAYOUT, "--hidden 2"),
        Stream.concat(Stream.of(file()), Stream.of(parts)).toArray());
  }

  private String complaint() {
    String message = messageOf(() -> SafeTensors.read(file(), LAYOUT, "--hidden 2"));
    assertTrue(message.startsWith(file() + ": "), message);
    return message.substring(file().toString().length() + 2);
  }

  @Test
  void readsBytesPutTogetherByHand() throws IOException {
    write(GOOD, 8);
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, SafeTensors.read(file(), LAYOUT, ""));
  }

  @Test
  void findsTensorsByNameInAnyOrder() throws IOException {
    write(
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"layer1.b\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]},"
            + "\"layer1.W\":{\"data_offsets\":[16,64],\"shape\":[2,3],\"dtype\":\"F64\"}}   ",
        8);
    assertArrayEquals(new double[] {3, 4, 5, 6, 7, 8, 1, 2}, SafeTensors.read(file(), LAYOUT, ""));
  }

  @Test
  void readsSinglePrecisionToo() throws IOException {
    byte[] json =
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}"
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 12).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json).putFloat(0.5f).putFloat(-2).putFloat(3);
    Files.write(file(), bytes.array());
    assertArrayEquals(
        new double[] {0.5, -2, 3}, SafeTensors.read(file(), ParameterLayout.unnamed(3), ""));
  }

  @Test
  void writesWhatTheFormatAsksFor() throws IOException {
    double[] w = {1, -0.0, Double.MIN_VALUE, 4, 5, 6, Math.PI, 1e300};
    SafeTensors.write(file(), LAYOUT, w, Map.of("note", "a \"quote\""));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file())).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong();
    assertEquals(0, length % 8, "the numbers are aligned");
    byte[] header = new byte[length];
    bytes.get(header);
    assertEquals(
        "{\"__metadata__\":{\"note\":\"a \\\"quote\\\"\"},\"layer1.W\":"
            + W
            + ",\"layer1.b\":"
            + B
            + "}",
        new String(header, StandardCharsets.UTF_8).strip());
    assertEquals(8 * w.length, bytes.remaining());
    for (double x : w) {
      assertEquals(Double.doubleToRawLongBits(x), bytes.getLong());
    }
    assertArrayEquals(w, SafeTensors.read(file(), LAYOUT, ""));
  }

  @Test
  void largeTensorsComeBackBitForBit() throws IOException {
    ParameterLayout large = ParameterLayout.builder().add("a", 30_011).add("b", 5).build();
    double[] w = new SplittableRandom(1).doubles(large.dimension()).toArray();
    SafeTensors.write(file(), large, w, Map.of());
    assertArrayEquals(w, SafeTensors.read(file(), large, ""));
  }

  @Test
  void namesBothShapesWhereTheyDiffer() throws IOException {
    ParameterLayout other = ParameterLayout.builder().add("layer1.W", 4, 2).build();
    SafeTensors.write(file(), other, new double[8], Map.of("options", "--hidden 4"));
    assertEquals(
        "it holds layer1.W[4,2] (made with --hidden 4), but --hidden 2 on these data needs"
            + " layer1.W[2,3] layer1.b[2].",
        complaint());
    write("{\"x\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]}}", 1);
    assertTrue(complaint().startsWith("it holds x[], but"), complaint());
  }

  @Test
  void noticesThatTheFileIsCutAnywhere() throws IOException {
    write(GOOD, 8);
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      String message = complaint();
      assertTrue(
          message.contains("truncated") || message.contains("not a safetensors file"), message);
    }
    Files.write(file(), Arrays.copyOf(whole, whole.length + 1));
    assertRefused("64 bytes of numbers, but 65 follow");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1,2]",
        "{\"a\":",
        "{\"a\":5}",
        "{\"a\":{}}",
        "{\"a\":{\"dtype\":\"F64\"}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0]}}",
        "{\"a\":{\"dtype\":\"F64\",\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":1,\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1.5],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[-1],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,16]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[2147483647,2147483647,99],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8],\"more\":1}}",
        "{\"__metadata__\":{\"a\":1}}",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
            + "\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}"
      })
  void saysThatADamagedHeaderIsDamaged(String header) throws IOException {
    write(header, 1);
    assertTrue(complaint().startsWith("its safetensors header is damaged: "), complaint());
    assertEquals(1, complaint().lines().count());
  }

  /** Such as other readers of JSON take: they stop at the end of the object, or guess encodings. */
  @Test
  void refusesWhatStandsAroundTheObjectOfTheHeader() throws IOException {
    for (String header :
        List.of(
            GOOD + "x",
            GOOD + "{}",
            GOOD + "  1",
            GOOD + "\u0000",
            " " + GOOD,
            "\ufeff" + GOOD,
            "//" + GOOD)) {
      write(header, 8);
      assertTrue(complaint().startsWith("its safetensors header is damaged: "), complaint());
    }
    for (Charset other :
        List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16)) {
      write(GOOD.getBytes(other), 8);
      assertTrue(complaint().startsWith("its safetensors header is damaged: "), complaint());
    }
    write(GOOD + "   ", 8);
    assertEquals(8, SafeTensors.read(file(), LAYOUT, "")[7], "blanks align the numbers");
  }

  @Test
  void longNamesAreCutAndControlsEscaped() throws IOException {
    String name = "\u001b[2J" + "x".repeat(5000);
    write(
        "{\""
            + name.replace("\u001b", "\\u001b")
            + "\":{\"dtype\":\"F64\",\"shape\":[],"
            + "\"data_offsets\":[0,8]}}",
        1);
    assertTrue(complaint().length() < 400 && complaint().contains("\\u001b[2J"), complaint());
  }

  @ParameterizedTest
  @CsvSource({"-1", "1", "99999999999"})
  void refusesAnImpossibleLengthOfTheHeader(long length) throws IOException {
    Files.write(
        file(), ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
    assertRefused("as the length of the header");
  }

  @Test
  void refusesOtherTypesAndNumbersThatAreNotFinite() throws IOException {
    write(GOOD.replace("F64", "BF16"), 8);
    assertRefused("numbers of type BF16; F64 and F32 are read");
    SafeTensors.write(file(), LAYOUT, new double[] {0, 0, 0, 0, Double.NaN, 0, 0, 0}, Map.of());
    assertEquals("layer1.W has the entry NaN at index 4.", complaint());
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Files.writeString(file(), "old");
    assertThrows(
        IOException.class,
        () ->
            AtomicFile.write(
                file(),
                temporary -> {
                  Files.writeString(temporary, "half");
                  throw new IOException("the disk is full");
                }));
    assertEquals("old", Files.readString(file()));
    try (var left = Files.list(folder)) {
      assertEquals(1, left.count());
    }
  }

  private static String messageOf(Executable attempt) {
    return String.valueOf(assertThrows(BadInput.class, attempt).getMessage());
  }
}
