package org.roperator.cli.report;

import java.util.Base64;

/**
 * A small picture with words.
 *
 * @param source the picture itself, as an address
 */
record Picture(String source, String caption) {

  static Picture of(byte[] png, String caption) {
    return new Picture("data:image/png;base64," + Base64.getEncoder().encodeToString(png), caption);
  }
}
