package org.sinter.ir.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.StringJoiner;
import java.util.zip.CRC32;
import org.sinter.ir.Constant;
import org.sinter.ir.Elements;

/** Text of a constant: the place in a file, or its values when they are few. */
final class ConstantText {
  /** Above this many elements, values go to a file. */
  static final int MAX_VALUES = 16;

  private static final long MAX_HASHED = 1 << 16;

  private ConstantText() {}

  static String print(Constant constant, GraphPrinter.Sink sink) {
    Constant.Source source = constant.source();
    if (source == null && constant.elements().size() <= MAX_VALUES) {
      return "constant {values = [" + values(constant.elements()) + "]}";
    }
    source = source == null ? sink.store(constant) : source;
    if (source == null) {
      return "constant {elided = " + Names.string(hash(constant.elements())) + "}";
    }
    String name = source.name().isEmpty() ? "" : ", name = " + Names.string(source.name());
    return "constant {file = " + Names.string(source.file()) + name + "}";
  }

  private static String values(Elements elements) {
    StringJoiner text = new StringJoiner(", ");
    for (long i = 0; i < elements.size(); i++) {
      text.add(
          elements.type().isFloat()
              ? Numbers.element(elements.type(), elements.real(i))
              : Numbers.element(elements.type(), elements.integer(i)));
    }
    return text.toString();
  }

  /** A checksum of at most 65536 elements, spread evenly: tells constants apart, not more. */
  private static String hash(Elements elements) {
    CRC32 crc = new CRC32();
    ByteBuffer one = ByteBuffer.allocate(elements.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    long step = Math.max(1, elements.size() / MAX_HASHED);
    for (long i = 0; i < elements.size(); i += step) {
      elements.read(i, 1, one.clear());
      crc.update(one.flip());
    }
    return String.format("%08x", crc.getValue());
  }
}
