package org.sinter.tests.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@code y = x * w} for {@code x: f32[rows, 3]} as an ONNX file, written field by field. */
public final class SmallOnnx {
  private static final int FLOAT = 1;

  private SmallOnnx() {}

  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static ByteString message(Fields fields) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      fields.write(out);
      out.flush();
      return ByteString.copyFrom(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] bytes() {
    ByteString node =
        message(
            out -> {
              out.writeString(1, "x");
              out.writeString(1, "w");
              out.writeString(2, "y");
              out.writeString(4, "MatMul");
            });
    ByteString graph =
        message(
            out -> {
              out.writeBytes(1, node);
              out.writeString(2, "small");
              out.writeBytes(5, weights());
              out.writeBytes(11, port("x", 3));
              out.writeBytes(12, port("y", 2));
            });
    ByteString opset = message(out -> out.writeInt64(2, 17));
    return message(
            out -> {
              out.writeInt64(1, 8);
              out.writeBytes(7, graph);
              out.writeBytes(8, opset);
            })
        .toByteArray();
  }

  private static ByteString weights() {
    ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 6; i++) {
      data.putFloat(i + 1);
    }
    return message(
        out -> {
          out.writeInt64(1, 3);
          out.writeInt64(1, 2);
          out.writeInt32(2, FLOAT);
          out.writeString(8, "w");
          out.writeBytes(9, ByteString.copyFrom(data.array()));
        });
  }

  private static ByteString port(String name, int columns) {
    ByteString shape =
        message(
            out -> {
              out.writeBytes(1, message(dim -> dim.writeString(2, "rows")));
              out.writeBytes(1, message(dim -> dim.writeInt64(1, columns)));
            });
    ByteString tensor =
        message(
            out -> {
              out.writeInt32(1, FLOAT);
              out.writeBytes(2, shape);
            });
    ByteString type = message(out -> out.writeBytes(1, tensor));
    return message(
        out -> {
          out.writeString(1, name);
          out.writeBytes(2, type);
        });
  }
}
