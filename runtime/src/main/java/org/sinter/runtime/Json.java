package org.sinter.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON text into maps, lists, strings, {@code Long}, {@code Double}, {@code Boolean} and
 * {@code null}; anything malformed is a {@link ModelException} that names the offset.
 */
final class Json {
  private static final int MAX_DEPTH = 64;

  private final String where;
  private final String text;
  private final char[] chars; // a new JVM interprets: String.charAt is slow there
  private int at;
  private int depth;

  private Json(String where, String text) {
    this.where = where;
    this.text = text;
    this.chars = text.toCharArray();
  }

  static Object read(String where, String text) {
    Json json = new Json(where, text);
    Object value = json.value();
    json.space();
    if (json.at < json.chars.length) {
      throw json.error("nothing more expected");
    }
    return value;
  }

  private Object value() {
    space();
    switch (peek()) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return string();
      case 't':
        return word("true", Boolean.TRUE);
      case 'f':
        return word("false", Boolean.FALSE);
      case 'n':
        return word("null", null);
      default:
        return number();
    }
  }

  private Map<String, Object> object() {
    Map<String, Object> map = new LinkedHashMap<>();
    open();
    while (!close('}', map.isEmpty())) {
      space();
      String key = string();
      space();
      expect(':');
      if (map.containsKey(key)) {
        throw error("key \"" + key + "\" twice");
      }
      map.put(key, value());
    }
    return map;
  }

  private List<Object> array() {
    List<Object> list = new ArrayList<>();
    open();
    while (!close(']', list.isEmpty())) {
      list.add(value());
    }
    return list;
  }

  private void open() {
    if (++depth > MAX_DEPTH) {
      throw error("nested deeper than " + MAX_DEPTH);
    }
    at++;
  }

  /** Whether the end is reached; otherwise the comma before the next element is eaten. */
  private boolean close(char end, boolean first) {
    space();
    if (peek() == end) {
      at++;
      depth--;
      return true;
    }
    if (!first) {
      expect(',');
    }
    return false;
  }

  private String string() {
    expect('"');
    int start = at;
    while (at < chars.length && chars[at] != '"' && chars[at] != '\\' && chars[at] >= ' ') {
      at++;
    }
    String plain = new String(chars, start, at - start);
    if (peek() == '"') {
      at++;
      return plain;
    }
    return escaped(new StringBuilder(plain));
  }

  /** The rest of a string from its first escape on. */
  private String escaped(StringBuilder b) {
    for (char c = next(); c != '"'; c = next()) {
      if (c < ' ') {
        throw error("control character in a string");
      }
      b.append(c == '\\' ? escape() : c);
    }
    return b.toString();
  }

  private char escape() {
    char c = next();
    int plain = "\"\\/bfnrt".indexOf(c);
    if (plain >= 0) {
      return "\"\\/\b\f\n\r\t".charAt(plain);
    }
    if (c != 'u') {
      throw error("unknown escape \\" + c);
    }
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw error("four hexadecimal digits expected");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw error("\"" + word + "\" expected");
    }
    at += word.length();
    return value;
  }

  private Object number() {
    int start = at;
    while (at < chars.length && "+-.eE0123456789".indexOf(chars[at]) >= 0) {
      at++;
    }
    String digits = text.substring(start, at);
    try {
      return isInteger(digits) ? (Object) Long.valueOf(digits) : Double.valueOf(digits);
    } catch (NumberFormatException e) {
      at = start;
      throw error("a value expected");
    }
  }

  private static boolean isInteger(String digits) {
    return digits.indexOf('.') < 0 && digits.indexOf('e') < 0 && digits.indexOf('E') < 0;
  }

  private void space() {
    while (at < chars.length && chars[at] <= ' ' && " \t\r\n".indexOf(chars[at]) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= chars.length) {
      throw error("unexpected end");
    }
    return chars[at];
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw error("'" + c + "' expected");
    }
    at++;
  }

  private ModelException error(String message) {
    return new ModelException(where + ", character " + at + ": " + message);
  }
}
