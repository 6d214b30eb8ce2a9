package org.sinter.codegen.jar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.sinter.codegen.WeightLayout;
import org.sinter.ir.Constant;

/** The bytes of one weights file: the constants that lie in it, zeros between them. */
record WeightsFile(List<Constant> constants, WeightLayout layout, int file, Progress progress) {
  private static final byte[] ZEROS = new byte[64];

  void write(StoredZip.Sink sink) throws IOException {
    long[] written = {0};
    try {
      for (int i = 0; i < constants.size(); i++) {
        WeightLayout.Place place = layout.places().get(i);
        if (place.file() == file && place.isFirst()) {
          pad(sink, written, place.offset());
          append(sink, written, constants.get(i));
          progress.at("weights", i + 1, constants.size());
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    pad(sink, written, layout.files().get(file));
  }

  private static void append(StoredZip.Sink sink, long[] written, Constant constant) {
    WeightLayout.read(
        constant.elements(),
        piece -> {
          written[0] += piece.remaining();
          try {
            sink.write(piece);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void pad(StoredZip.Sink sink, long[] written, long to) throws IOException {
    int gap = Math.toIntExact(to - written[0]);
    sink.write(ByteBuffer.wrap(ZEROS, 0, gap));
    written[0] = to;
  }
}
