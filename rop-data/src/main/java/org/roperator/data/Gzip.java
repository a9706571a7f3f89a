package org.roperator.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The content of a gzip file (RFC 1952), of all its members, each held to its checksum and length.
 *
 * <p>The JDK's {@code GZIPInputStream} ends in silence before a second member whose header is
 * damaged, and where a pipe has nothing ready between two members. Here whatever follows a member
 * is another one, or nothing but zeros, or a {@link ZipException}; what ends early is an {@link
 * EOFException}.
 */
final class Gzip extends InputStream {

  private static final int BUFFER = 1 << 16;
  private static final int DEFLATE = 8;

  // Flags of a header.
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 content = new CRC32();
  private final CRC32 header = new CRC32();
  private boolean ended;

  private Gzip(InputStream in) throws IOException {
    this.in = in;
    readHeader();
  }

  /** The content of a stream, unpacked if its first two bytes are those of gzip. */
  static InputStream unpacked(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
    buffered.mark(2);
    boolean packed = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return packed ? new BufferedInputStream(new Gzip(buffered), BUFFER) : buffered;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, b.length);
    while (len > 0 && !ended) {
      int n = inflate(b, off, len);
      if (n > 0) {
        content.update(b, off, n);
        return n;
      }
      readTrailer();
      nextMember();
    }
    return len == 0 ? 0 : -1;
  }

  /** Some bytes, or none if the member is at its end. */
  private int inflate(byte[] b, int off, int len) throws IOException {
    try {
      while (true) {
        int n = inflater.inflate(b, off, len);
        if (n > 0) {
          return n;
        }
        if (inflater.finished()) {
          at = end - inflater.getRemaining();
          return 0;
        }
        if (inflater.needsDictionary()) {
          throw new ZipException("it asks for a dictionary");
        }
        if (at == end && !fill()) {
          throw new EOFException("it ends within its data");
        }
        inflater.setInput(buffer, at, end - at);
        at = end;
      }
    } catch (DataFormatException damaged) {
      throw new ZipException(Objects.requireNonNullElse(damaged.getMessage(), "invalid data"));
    }
  }

  private void readTrailer() throws IOException {
    if (little(4) != content.getValue()) {
      throw new ZipException("its checksum is not that of its content");
    }
    if (little(4) != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new ZipException("its length is not that of its content");
    }
  }

  private void nextMember() throws IOException {
    boolean padded = false;
    while (at < end || fill()) {
      if (buffer[at] != 0) {
        if (padded || (buffer[at] & 0xff) != 0x1f) {
          throw new ZipException("behind its end there is something that is not gzip");
        }
        inflater.reset();
        content.reset();
        readHeader();
        return;
      }
      padded = true;
      at++;
    }
    ended = true;
  }

  private void readHeader() throws IOException {
    header.reset();
    if (next() != 0x1f || next() != 0x8b) {
      throw new ZipException("behind its end there is something that is not gzip");
    }
    int method = next();
    int flags = next();
    if (method != DEFLATE || (flags & RESERVED) != 0) {
      throw new ZipException("a header is of an unknown kind");
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip((int) little(2));
    }
    for (int text = 0; text < Integer.bitCount(flags & (NAME | COMMENT)); text++) {
      while (next() != 0) {}
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      long expected = header.getValue() & 0xffff;
      if (little(2) != expected) {
        throw new ZipException("the checksum of a header is wrong");
      }
    }
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      next();
    }
  }

  private long little(int bytes) throws IOException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (long) next() << (8 * i);
    }
    return number;
  }

  private int next() throws IOException {
    if (at == end && !fill()) {
      throw new EOFException("it ends within a header or a checksum");
    }
    int b = buffer[at++] & 0xff;
    header.update(b);
    return b;
  }

  private boolean fill() throws IOException {
    int n = in.read(buffer, 0, buffer.length);
    at = 0;
    end = Math.max(n, 0);
    return n > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
