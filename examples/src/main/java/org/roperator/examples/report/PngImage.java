package org.roperator.examples.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;

/** PNG files: of plots, drawn at twice their size so that they stay sharp, and of examples. */
final class PngImage {

  private static final int SCALE = 2;

  private PngImage() {}

  /** A plot. */
  static byte[] of(XYChart chart) {
    return encode(draw(chart));
  }

  private static BufferedImage draw(XYChart chart) {
    BufferedImage image =
        new BufferedImage(
            SCALE * ChartStyle.WIDTH, SCALE * ChartStyle.HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, ChartStyle.WIDTH, ChartStyle.HEIGHT);
    graphics.dispose();
    return image;
  }

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
    return encode(image);
  }

  private static byte[] encode(BufferedImage image) {
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
