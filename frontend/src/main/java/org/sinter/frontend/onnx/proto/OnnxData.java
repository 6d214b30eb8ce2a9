package org.sinter.frontend.onnx.proto;

import java.nio.ByteBuffer;
import java.util.List;
import org.sinter.frontend.file.FileSlice;

/** Where a tensor's elements are: little-endian, row-major, narrow types packed low bits first. */
public sealed interface OnnxData {
  /** In the model's file or in an external one. */
  record Stored(FileSlice slice) implements OnnxData {}

  /** Decoded from the typed fields of a small tensor; the buffer is read-only. */
  record Inline(ByteBuffer bytes) implements OnnxData {}

  /** The elements of a string tensor. */
  record Strings(List<String> values) implements OnnxData {}
}
