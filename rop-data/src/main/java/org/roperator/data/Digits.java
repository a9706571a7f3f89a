package org.roperator.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import org.roperator.nn.layer.ImageShape;

/**
 * The embedded data: 1,797 handwritten digits of 8 × 8 pixels, scaled to 0…1.
 *
 * <p>UCI Machine Learning Repository, Optical Recognition of Handwritten Digits, E. Alpaydin and C.
 * Kaynak, 1998; CC BY 4.0.
 */
public final class Digits {

  /** What the data are called on the command line and in reports. */
  public static final String NAME = "digits";

  private static final double WHITE = 16;

  private Digits() {}

  /** All the digits in the order of the file. */
  public static LabeledData read() {
    try (InputStream in =
        Objects.requireNonNull(
            Digits.class.getResourceAsStream("digits.csv.gz"), "The digits are not in the jar.")) {
      LabeledData raw = CsvFile.read(in, NAME, ColumnChoice.last(), HeaderLine.NO);
      double[] pixels = raw.features().clone();
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] /= WHITE;
      }
      return new LabeledData(
          NAME, pixels, raw.labels(), raw.classes(), Optional.of(new ImageShape(8, 8, 1)));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
