package org.roperator.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The characters of a text in UTF-8, with or without a byte-order mark.
 *
 * <p>What is not such a text ends in a {@link BadInput} that names the line: other encodings, which
 * the JDK's readers turn into one and the same replacement character, so that different words
 * become equal; controls, such as the zeros of UTF-16; lines without end.
 */
final class Utf8Text extends Reader {

  private static final int BUFFER = 1 << 14;

  /** Room for a million numbers with all their digits. */
  private static final int LONGEST_LINE = 1 << 25;

  private static final char MARK = '\ufeff';

  private final InputStream in;
  private final String source;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
  private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
  private boolean began;
  private boolean ended;
  private long line = 1;
  private int inLine;
  private char last;

  Utf8Text(InputStream in, String source) {
    this.in = in;
    this.source = source;
  }

  @Override
  public int read(char[] c, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    if (!chars.hasRemaining() && !fill()) {
      return -1;
    }
    int n = Math.min(len, chars.remaining());
    chars.get(c, off, n);
    return n;
  }

  /** Decodes on; false at the end. */
  private boolean fill() throws IOException {
    chars.clear();
    while (chars.position() == 0) {
      CoderResult result = decoder.decode(bytes, chars, ended);
      if (chars.position() > 0) {
        break; // What is wrong behind it comes again, with the line it is on.
      }
      if (result.isError()) {
        throw notUtf8(bytes.get(bytes.position()));
      }
      if (ended) {
        chars.flip();
        return false;
      }
      bytes.compact();
      int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
      ended = n < 0;
      bytes.position(bytes.position() + Math.max(n, 0)).flip();
    }
    chars.flip();
    if (!began) {
      began = true;
      if (chars.get(chars.position()) == MARK) {
        chars.get();
        if (!chars.hasRemaining()) {
          return fill();
        }
      }
    }
    for (int i = chars.position(); i < chars.limit(); i++) {
      check(chars.get(i));
    }
    return true;
  }

  private void check(char c) {
    if (last == '\r' && c != '\n') {
      nextLine();
    }
    boolean control = Character.isISOControl(c) && c != '\t' && c != '\r' && c != '\n';
    if (control || c == MARK) {
      throw bad(
          "there is the character "
              + Excerpt.visible(Character.toString(c))
              + ", which no text should hold; "
              + (c == 0 ? "is it UTF-16, or not text at all?" : "is this a text file?"));
    }
    if (++inLine > LONGEST_LINE) {
      throw bad("the line is longer than " + LONGEST_LINE + " characters.");
    }
    if (c == '\n') {
      nextLine();
    }
    last = c;
  }

  private void nextLine() {
    line++;
    inLine = 0;
  }

  private BadInput notUtf8(byte first) {
    int value = first & 0xff;
    return bad(
        !began && value >= 0xfe
            ? "the file is UTF-16; convert it, as with iconv -f UTF-16 -t UTF-8."
            : String.format(
                "the byte 0x%02x is not UTF-8; convert the file, as with iconv -f ISO-8859-1 -t"
                    + " UTF-8.",
                value));
  }

  private BadInput bad(String complaint) {
    return new BadInput(source + ", line " + line + ": " + complaint);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
