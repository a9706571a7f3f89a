package org.roperator.cli.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** PNG files of examples, which are pixels to begin with. */
final class PngImage {

  private PngImage() {}

  /**
   * A picture of one example, one pixel per feature.
   *
   * @param from index of its first pixel
   */
  static byte[] ofPixels(double[] pixels, int from, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < height * width; i++) {
      double grey = Math.max(0, Math.min(1, pixels[from + i]));
      image.getRaster().setSample(i % width, i / width, 0, (int) Math.round(255 * (1 - grey)));
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.setUseCache(false);
      ImageIO.write(image, "png", bytes);
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
