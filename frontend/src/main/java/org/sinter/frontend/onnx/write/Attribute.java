package org.sinter.frontend.onnx.write;

import java.util.List;

/** Attributes of nodes: numbers, words, and lists of integers. */
final class Attribute {
  private static final int TYPE = 20;

  private Attribute() {}

  static Message of(String name, Object value) {
    Message attribute = new Message().text(1, name);
    if (value instanceof Double || value instanceof Float) {
      return attribute.real(2, ((Number) value).floatValue()).number(TYPE, 1);
    }
    if (value instanceof Number number) {
      return attribute.number(3, number.longValue()).number(TYPE, 2);
    }
    if (value instanceof Boolean flag) {
      return attribute.number(3, flag ? 1 : 0).number(TYPE, 2);
    }
    if (value instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
      list.forEach(i -> attribute.number(8, ((Number) i).longValue()));
      return attribute.number(TYPE, 7);
    }
    return attribute.text(4, value.toString()).number(TYPE, 3);
  }
}
