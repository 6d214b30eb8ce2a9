package org.sinter.tests.shapes;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Random weights, streamed to a file of external data beside the model. */
final class Weights implements AutoCloseable {
  private static final int F32 = 1;
  private static final int EXTERNAL = 1;

  /** A uniform value of variance 1 lies in ± this. */
  private static final double HALF_RANGE = Math.sqrt(3);

  private final String name;
  private final OutputStream out;
  private final SplittableRandom random = new SplittableRandom(1);
  private long offset;

  Weights(Path file) throws IOException {
    name = file.getFileName().toString();
    out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
  }

  /** {@code TensorProto} of uniform values with a mean and a standard deviation. */
  Message tensor(String tensor, double mean, double deviation, long... shape) {
    Message proto = new Message();
    long size = 1;
    for (long dim : shape) {
      proto.number(1, dim);
      size *= dim;
    }
    proto.number(2, F32).text(8, tensor);
    proto.put(13, entry("location", name));
    proto.put(13, entry("offset", "" + offset));
    proto.put(13, entry("length", "" + size * 4));
    write(size, mean, deviation);
    return proto.number(14, EXTERNAL);
  }

  private static Message entry(String key, String value) {
    return new Message().text(1, key).text(2, value);
  }

  private void write(long size, double mean, double deviation) {
    ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    try {
      for (long i = 0; i < size; i++) {
        double uniform = 2 * random.nextDouble() - 1;
        buffer.putFloat((float) (mean + deviation * HALF_RANGE * uniform));
        if (!buffer.hasRemaining() || i == size - 1) {
          out.write(buffer.array(), 0, buffer.position());
          buffer.clear();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    offset += size * 4;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
