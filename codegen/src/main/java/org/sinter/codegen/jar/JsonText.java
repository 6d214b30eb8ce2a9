package org.sinter.codegen.jar;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Maps, lists, strings and integers as JSON, an entry of the outermost object on a line. */
final class JsonText {
  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  static String of(Map<String, ?> root) {
    JsonText json = new JsonText();
    json.object(root, "\n ");
    return json.text.append('\n').toString();
  }

  private void value(Object value) {
    if (value instanceof Map<?, ?> map) {
      object(map, " ");
    } else if (value instanceof List<?> list) {
      list(list);
    } else if (value instanceof Number number) {
      text.append(number.longValue());
    } else {
      string(String.valueOf(value));
    }
  }

  private void object(Map<?, ?> map, String separator) {
    text.append('{');
    for (Iterator<? extends Map.Entry<?, ?>> all = map.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<?, ?> entry = all.next();
      string(entry.getKey().toString());
      text.append(": ");
      value(entry.getValue());
      text.append(all.hasNext() ? "," + separator : "");
    }
    text.append('}');
  }

  private void list(List<?> list) {
    text.append('[');
    for (int i = 0; i < list.size(); i++) {
      text.append(i == 0 ? "" : ", ");
      value(list.get(i));
    }
    text.append(']');
  }

  private void string(String value) {
    text.append('"');
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
