package org.sinter.frontend.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.sinter.ir.DType;

/** The dict of an npy file: {@code {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }}. */
record NpyHeader(DType type, boolean bigEndian, boolean fortran, long[] shape) {
  private static final int MAX_RANK = 64;

  /** Reads the text; an {@link IllegalArgumentException} says what is wrong with it. */
  static NpyHeader parse(String text) {
    return new Parser(text).dict();
  }

  static String print(DType type, long[] shape) {
    StringBuilder dims = new StringBuilder();
    for (long dim : shape) {
      dims.append(dim).append(shape.length == 1 ? "," : ", ");
    }
    String tuple = shape.length > 1 ? dims.substring(0, dims.length() - 2) : dims.toString();
    return "{'descr': '"
        + NpyType.name(type)
        + "', 'fortran_order': False, 'shape': ("
        + tuple
        + "), }";
  }

  /** The number of elements; empty when the shape is impossible. */
  OptionalLong size() {
    return Sizes.count(shape);
  }

  /** A scanner of just these Python literals. */
  private static final class Parser {
    private final String text;
    private int at;
    private String descr;
    private Boolean fortran;
    private long[] shape;

    Parser(String text) {
      this.text = text;
    }

    NpyHeader dict() {
      expect('{');
      while (peek() != '}') {
        String key = string();
        expect(':');
        value(key);
        if (peek() != '}') {
          expect(',');
        }
      }
      expect('}');
      if (peek() != 0) {
        throw fail("text after the dict");
      }
      if (descr == null || fortran == null || shape == null) {
        throw fail("descr, fortran_order and shape are needed");
      }
      return new NpyHeader(NpyType.parse(descr), descr.startsWith(">"), fortran, shape);
    }

    private void value(String key) {
      switch (key) {
        case "descr" -> descr = string();
        case "fortran_order" -> fortran = bool();
        case "shape" -> shape = tuple();
        default -> throw fail("unknown key '" + key + "'");
      }
    }

    private String string() {
      char quote = peek();
      int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
      if (end < 0 || end - at > 64) {
        throw fail("a short string belongs here (structured types are not supported)");
      }
      String value = text.substring(at + 1, end);
      at = end + 1;
      return value;
    }

    private boolean bool() {
      peek();
      for (String word : List.of("True", "False")) {
        if (text.startsWith(word, at)) {
          at += word.length();
          return word.equals("True");
        }
      }
      throw fail("True or False belongs here");
    }

    private long[] tuple() {
      List<Long> dims = new ArrayList<>();
      expect('(');
      while (peek() != ')') {
        dims.add(number());
        if (dims.size() > MAX_RANK) {
          throw fail("more than " + MAX_RANK + " dimensions");
        }
        if (peek() != ')') {
          expect(',');
        }
      }
      expect(')');
      return dims.stream().mapToLong(Long::longValue).toArray();
    }

    private long number() {
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (at == start || at - start > 18) {
        throw fail("a whole number belongs here");
      }
      return Long.parseLong(text.substring(start, at));
    }

    private char peek() {
      while (at < text.length() && " \n\t".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      return at < text.length() ? text.charAt(at) : 0;
    }

    private void expect(char wanted) {
      if (peek() != wanted) {
        throw fail("'" + wanted + "' belongs here");
      }
      at++;
    }

    private IllegalArgumentException fail(String reason) {
      return new IllegalArgumentException("header character " + at + ": " + reason);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NpyHeader h
        && type == h.type
        && bigEndian == h.bigEndian
        && fortran == h.fortran
        && Arrays.equals(shape, h.shape);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + Arrays.hashCode(shape);
  }
}
