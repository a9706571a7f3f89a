package org.roperator.data.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Damages files a little, as disks, editors and other programs do. */
public final class Mutations {

  /** What has a meaning to one of the readers. */
  private static final List<String> WORDS =
      List.of(
          ",",
          ";",
          "\t",
          "\"",
          "\"\"",
          "\n",
          "\r\n",
          "\r",
          " ",
          "\u00a0",
          "\ufeff",
          "\u0000",
          "\u001b[2J",
          "\u202e",
          "nan",
          "NaN",
          "inf",
          "-Infinity",
          "0x1p3",
          "1e999",
          "1e-999",
          "1d",
          "1.0",
          "01",
          "+1",
          "-0",
          "5,1",
          ".",
          "-",
          "e",
          "9007199254740993",
          "999999999999",
          "a",
          "A",
          "\u00e9",
          "e\u0301",
          "{",
          "}",
          "[",
          "]",
          ":",
          "null",
          "true",
          "-1",
          "1.5",
          "\\u0000",
          "F32",
          "\"dtype\":\"F64\"",
          "\"shape\":[0]",
          "#",
          "x".repeat(3000),
          " ".repeat(3000));

  private static final int[] NUMBERS = {
    0,
    1,
    2,
    7,
    8,
    255,
    256,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    0x801,
    0x803,
    0xd03,
    0xe03,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    -1,
    46341,
    1 << 30
  };

  private final SplittableRandom random;

  public Mutations(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** One of several files. */
  byte[] one(List<byte[]> files) {
    return files.get(random.nextInt(files.size()));
  }

  /** A damaged copy, by one to four changes. */
  public byte[] of(byte[] file) {
    byte[] mutant = file.clone();
    for (int change = random.nextInt(4); change >= 0; change--) {
      mutant = change(mutant);
    }
    return mutant;
  }

  private byte[] change(byte[] file) {
    int at = random.nextInt(file.length + 1);
    int length = Math.min(file.length - at, 1 << random.nextInt(8));
    byte[] none = {};
    return switch (random.nextInt(11)) {
      case 0 -> bit(file);
      case 1 -> replaced(file, at, Math.min(1, length), new byte[] {(byte) random.nextInt(256)});
      case 2 -> replaced(file, at, 0, word());
      case 3 -> replaced(file, at, length, word());
      case 4 -> replaced(file, at, length, none);
      case 5 -> replaced(file, at, file.length - at, none);
      case 6 -> replaced(file, random.nextInt(file.length + 1), 0, piece(file, at, length));
      case 7 -> replaced(file, at, 0, new byte[random.nextInt(40)]);
      case 8 -> replaced(file, at, Math.min(4, length), number(ByteOrder.BIG_ENDIAN));
      case 9 -> replaced(file, at, Math.min(4, length), number(ByteOrder.LITTLE_ENDIAN));
      default -> replaced(file, 0, Math.min(4, file.length), number(ByteOrder.LITTLE_ENDIAN));
    };
  }

  private byte[] bit(byte[] file) {
    byte[] flipped = file.clone();
    if (file.length > 0) {
      flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private byte[] word() {
    return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] number(ByteOrder order) {
    int number = NUMBERS[random.nextInt(NUMBERS.length)];
    return ByteBuffer.allocate(4).order(order).putInt(number).array();
  }

  private static byte[] piece(byte[] file, int at, int length) {
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    piece.write(file, at, length);
    return piece.toByteArray();
  }

  private static byte[] replaced(byte[] file, int at, int length, byte[] by) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(file, 0, at);
    bytes.write(by, 0, by.length);
    bytes.write(file, at + length, file.length - at - length);
    return bytes.toByteArray();
  }
}
