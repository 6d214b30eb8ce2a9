package org.sinter.frontend.onnx.proto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.sinter.frontend.file.FileSlice;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Diagnostic;

/** Checks one tensor's data against its element type and element count. */
final class TensorFields {
  private final Wire in;
  private final String name;
  private final OnnxElement element;
  private final long count;

  TensorFields(Wire in, String name, OnnxElement element, long count) {
    this.in = in;
    this.name = name;
    this.element = element;
    this.count = count;
  }

  OnnxData external(Map<String, String> entries) {
    try {
      return new OnnxData.Stored(ExternalData.find(in.file().file(), entries, bytes()));
    } catch (CompileException e) {
      Diagnostic found = e.diagnostics().get(0);
      throw in.fail(
          "tensor '"
              + name
              + "': external data "
              + found.location().file()
              + ": "
              + found.message());
    }
  }

  /** Raw data, or packed floats. */
  OnnxData stored(int field, FileSlice slice) {
    if (field != 9) {
      checkField(field);
    }
    checkSize("bytes", slice.length(), bytes());
    return new OnnxData.Stored(slice);
  }

  OnnxData strings(List<String> values) {
    checkField(6);
    checkSize("strings", values.size(), count);
    return new OnnxData.Strings(List.copyOf(values));
  }

  /** Numbers of the typed fields → their low bytes. */
  OnnxData numbers(int field, long[] values) {
    if (field == 0) {
      return absent();
    }
    checkField(field);
    int width = Math.max(1, isComplex() ? element.bits() / 16 : element.bits() / 8);
    checkSize("values", values.length, bytes() / width);
    ByteBuffer bytes = ByteBuffer.allocate(values.length * width).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      put(bytes, width, element == OnnxElement.BOOL && value != 0 ? 1 : value);
    }
    return inline(bytes.flip());
  }

  private OnnxData absent() {
    if (element == OnnxElement.STRING && count == 0) {
      return new OnnxData.Strings(List.of());
    }
    checkSize("bytes", 0, bytes());
    return inline(ByteBuffer.allocate(0));
  }

  private static OnnxData inline(ByteBuffer bytes) {
    return new OnnxData.Inline(bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
  }

  private static void put(ByteBuffer bytes, int width, long value) {
    switch (width) {
      case 1 -> bytes.put((byte) value);
      case 2 -> bytes.putShort((short) value);
      case 4 -> bytes.putInt((int) value);
      default -> bytes.putLong(value);
    }
  }

  /** The size of the elements as stored, the last byte filled up. */
  private long bytes() {
    if (element == OnnxElement.STRING) {
      throw in.fail("string tensor '" + name + "' without string_data");
    }
    if (element.bits() == 6) {
      throw in.fail("tensor '" + name + "': " + element + " is not supported");
    }
    return element.bits() < 8 ? (count * element.bits() + 7) / 8 : count * (element.bits() / 8);
  }

  private boolean isComplex() {
    return element == OnnxElement.COMPLEX64 || element == OnnxElement.COMPLEX128;
  }

  private void checkField(int field) {
    int expected =
        switch (element) {
          case FLOAT, COMPLEX64 -> 4;
          case STRING -> 6;
          case INT64 -> 7;
          case DOUBLE, COMPLEX128 -> 10;
          case UINT32, UINT64 -> 11;
          default -> 5;
        };
    if (field != expected) {
      throw in.fail(
          element + " tensor '" + name + "' has data in field " + field + ", not " + expected);
    }
  }

  private void checkSize(String unit, long found, long expected) {
    if (found != expected) {
      throw in.fail(
          element
              + " tensor '"
              + name
              + "' of "
              + count
              + " elements has "
              + found
              + " "
              + unit
              + " of data, expected "
              + expected);
    }
  }
}
