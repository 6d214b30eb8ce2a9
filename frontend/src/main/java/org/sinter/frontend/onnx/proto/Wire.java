package org.sinter.frontend.onnx.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.sinter.frontend.file.BufferInput;
import org.sinter.frontend.file.Failure;
import org.sinter.frontend.file.FileSlice;
import org.sinter.frontend.file.HeapBudget;
import org.sinter.ir.diag.CompileException;

/** A protobuf read field by field: {@code enter; while (next()) switch (field()) …; leave}. */
final class Wire {
  private static final int MAX_STRING = 1 << 24;
  private static final int MAX_DEPTH = 96;
  private static final int MESSAGE_COST = 320;
  private static final int STRING_COST = 64;
  private static final int ENTRY_COST = 24;

  private final FileSlice slice;
  private final CodedInputStream in;
  private final HeapBudget budget;
  private final List<String> labels = new ArrayList<>();
  private final List<Integer> limits = new ArrayList<>();
  private int tag;

  Wire(FileSlice slice, HeapBudget budget) {
    this.slice = slice;
    this.in = CodedInputStream.newInstance(new BufferInput(slice.map()));
    this.budget = budget;
  }

  /** Starts the sub-message that the current field holds. */
  void enter(String label) {
    labels.add(label);
    if (labels.size() > MAX_DEPTH) {
      throw fail("messages nested deeper than " + MAX_DEPTH);
    }
    charge(MESSAGE_COST);
    int length = length();
    limits.add(get(() -> in.pushLimit(length)));
  }

  void leave() {
    in.popLimit(limits.remove(limits.size() - 1));
    labels.remove(labels.size() - 1);
  }

  /** Steps to the next field; false at the end of the message. */
  boolean next() {
    tag = get(in::readTag);
    return tag != 0;
  }

  int field() {
    return WireFormat.getTagFieldNumber(tag);
  }

  /** Whether the current field is length-delimited: a string, a message, or packed numbers. */
  boolean delimited() {
    return WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  void skip() {
    switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> get(in::readRawVarint64);
      case WireFormat.WIRETYPE_FIXED64 -> get(in::readRawLittleEndian64);
      case WireFormat.WIRETYPE_FIXED32 -> get(in::readRawLittleEndian32);
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> slice();
      default -> throw fail("field " + field() + " has a wire type that ONNX does not use");
    }
  }

  long varint() {
    expect(WireFormat.WIRETYPE_VARINT);
    return get(in::readRawVarint64);
  }

  int fixed32() {
    expect(WireFormat.WIRETYPE_FIXED32);
    return get(in::readRawLittleEndian32);
  }

  long fixed64() {
    expect(WireFormat.WIRETYPE_FIXED64);
    return get(in::readRawLittleEndian64);
  }

  /** A name: valid UTF-8. */
  String string() {
    int length = text();
    byte[] bytes = get(() -> in.readRawBytes(length));
    String value = new String(bytes, StandardCharsets.UTF_8);
    if (value.indexOf('\uFFFD') >= 0
        && !Arrays.equals(value.getBytes(StandardCharsets.UTF_8), bytes)) {
      throw fail("field " + field() + " is not valid UTF-8");
    }
    return value;
  }

  /** A byte string that is usually text: invalid UTF-8 is replaced. */
  String bytes() {
    int length = text();
    return new String(get(() -> in.readRawBytes(length)), StandardCharsets.UTF_8);
  }

  /** The field's bytes, left in the file. */
  FileSlice slice() {
    int length = length();
    long start = in.getTotalBytesRead();
    get(() -> skipBytes(length));
    return slice.part(start, length);
  }

  /** Each number of a repeated integer field, packed or not. */
  void varints(LongConsumer sink) {
    repeated(WireFormat.WIRETYPE_VARINT, () -> sink.accept(get(in::readRawVarint64)));
  }

  /** The bits of each number of a repeated 32-bit field, packed or not. */
  void fixed32s(LongConsumer sink) {
    repeated(WireFormat.WIRETYPE_FIXED32, () -> sink.accept(get(in::readRawLittleEndian32)));
  }

  /** The failure to throw: names the file, the byte, the path of messages, and the reason. */
  CompileException fail(String reason) {
    return Failure.at(slice.file(), place(), reason);
  }

  /** The path of the messages that are open: {@code graph.node[3].attribute[0]}. */
  String path() {
    return String.join(".", labels);
  }

  FileSlice file() {
    return slice;
  }

  /** Accounts for {@code bytes} of heap. */
  void charge(long bytes) {
    if (!budget.take(bytes)) {
      throw fail("the model's structure needs more than " + budget.limit() + " bytes of heap");
    }
  }

  private String place() {
    String at = "byte " + in.getTotalBytesRead();
    return labels.isEmpty() ? at : at + ", " + path();
  }

  private void repeated(int wireType, Runnable one) {
    if (!delimited()) {
      expect(wireType);
      charge(ENTRY_COST);
      one.run();
      return;
    }
    int length = length();
    int limit = get(() -> in.pushLimit(length));
    while (in.getBytesUntilLimit() > 0) {
      charge(ENTRY_COST);
      one.run();
    }
    in.popLimit(limit);
  }

  private int text() {
    int length = length();
    if (length > MAX_STRING) {
      throw fail("field " + field() + " is a string of " + length + " bytes, over " + MAX_STRING);
    }
    charge(STRING_COST + 2L * length);
    return length;
  }

  private int length() {
    expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    int length = get(in::readRawVarint32);
    int rest = in.getBytesUntilLimit();
    long left = rest >= 0 ? rest : slice.length() - in.getTotalBytesRead();
    if (length < 0 || length > left) {
      throw fail(
          "field "
              + field()
              + " has "
              + Integer.toUnsignedLong(length)
              + " bytes, "
              + left
              + " are left");
    }
    return length;
  }

  private int skipBytes(int length) throws IOException {
    in.skipRawBytes(length);
    return length;
  }

  private void expect(int wireType) {
    int found = WireFormat.getTagWireType(tag);
    if (found != wireType) {
      throw fail("field " + field() + " has wire type " + found + ", expected " + wireType);
    }
  }

  private <T> T get(Read<T> read) {
    try {
      return read.run();
    } catch (IOException e) {
      throw Failure.at(slice.file(), place(), "damaged protobuf", e);
    }
  }

  /** One read of the stream. */
  private interface Read<T> {
    T run() throws IOException;
  }
}
