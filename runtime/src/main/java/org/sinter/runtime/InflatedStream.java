package org.sinter.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** What a deflated zip entry holds; it ends its inflater when closed. */
final class InflatedStream extends InflaterInputStream {
  private static final int CHUNK = 1 << 14;

  private InflatedStream(InputStream packed, Inflater inflater) {
    super(packed, inflater, CHUNK);
  }

  static InputStream of(InputStream packed) {
    return new InflatedStream(packed, new Inflater(true));
  }

  @Override
  public void close() throws IOException {
    super.close();
    inf.end();
  }
}
