package dev.tokenresponder.cli.input;

import java.io.IOException;
import java.io.InputStream;

/** Buffered input for one reader, without the locks of the JDK's: it is read byte by byte. */
final class LookAheadStream extends InputStream {
  private final InputStream in;
  private final byte[] buffer;
  private int position;
  private int limit;
  private int mark = -1;

  /**
   * @param size more than will ever be read between a mark and its reset
   */
  LookAheadStream(InputStream in, int size) {
    this.in = in;
    this.buffer = new byte[size];
  }

  @Override
  public int read() throws IOException {
    return position < limit || fill() ? buffer[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == limit && !fill()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, bytes, offset, count);
    position += count;
    return count;
  }

  @Override
  public boolean markSupported() {
    return true;
  }

  @Override
  public void mark(int readLimit) {
    mark = position;
  }

  @Override
  public void reset() throws IOException {
    if (mark < 0) {
      throw new IOException("no mark is set");
    }
    position = mark;
  }

  /** Reads on; what lies behind a mark is kept, unless that would fill the whole buffer. */
  private boolean fill() throws IOException {
    int kept = mark < 0 ? 0 : limit - mark;
    if (kept == buffer.length) {
      mark = -1;
      kept = 0;
    }
    System.arraycopy(buffer, limit - kept, buffer, 0, kept);
    position = kept;
    limit = kept;
    mark = mark < 0 ? -1 : 0;
    int count = in.read(buffer, kept, buffer.length - kept);
    limit += Math.max(count, 0);
    return count > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
