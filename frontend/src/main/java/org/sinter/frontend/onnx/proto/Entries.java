package org.sinter.frontend.onnx.proto;

import java.util.Map;

/** {@code StringStringEntryProto}: one key and value. */
final class Entries {
  private Entries() {}

  static void read(Wire in, String label, Map<String, String> entries) {
    String key = "";
    String value = "";
    in.enter(label);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> key = in.string();
        case 2 -> value = in.bytes();
        default -> in.skip();
      }
    }
    in.leave();
    entries.put(key, value);
  }
}
