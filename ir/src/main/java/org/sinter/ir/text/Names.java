package org.sinter.ir.text;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How names and strings look in text: bare where they are identifiers, else quoted. */
public final class Names {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");
  private static final Pattern TITLE =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*(-([A-Za-z_][A-Za-z0-9_.]*|[0-9]+))*");
  private static final Set<String> KEYWORDS =
      Set.of(
          "graph",
          "kernel",
          "program",
          "where",
          "requires",
          "measured",
          "return",
          "as",
          "serial",
          "parallel",
          "vector",
          "unrolled",
          "if",
          "else",
          "alloc",
          "let",
          "prefetch",
          "check",
          "measure",
          "true",
          "false",
          "arena",
          "inf",
          "nan");

  private Names() {}

  /** A variable, buffer, symbol or value: {@code seq}, {@code "a b"}. */
  public static String name(String name) {
    boolean bare = IDENTIFIER.matcher(name).matches() && !KEYWORDS.contains(name);
    return bare ? name : string(name);
  }

  /** A graph or kernel, whose name may hold dashes: {@code mat-mul-0}. */
  public static String title(String name) {
    return TITLE.matcher(name).matches() ? name : string(name);
  }

  /** {@code LayerNorm} and {@code layerNorm} → {@code layer-norm}. */
  public static String dashed(String camel) {
    return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** {@code F8E4M3FN} → {@code f8e4m3fn}, {@code PER_ROW} → {@code per-row}. */
  public static String constant(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** In double quotes, with escapes for quotes, backslashes and control characters. */
  public static String string(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(plain(c) ? "" + c : String.format("\\u%04x", (int) c));
      }
    }
    return quoted.append('"').toString();
  }

  private static boolean plain(char c) {
    return c >= ' ' && c < 0x7f || c > 0xa0 && c != 0x2028 && c != 0x2029 && c < 0xd800;
  }

  /** The text between quotes, escapes resolved. */
  public static String unquote(String quoted) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < quoted.length() - 1; i++) {
      char c = quoted.charAt(i);
      if (c == '\\') {
        char escape = quoted.charAt(++i);
        text.append(
            switch (escape) {
              case 'n' -> '\n';
              case 't' -> '\t';
              case 'u' -> (char) Integer.parseInt(quoted.substring(i + 1, i + 5), 16);
              default -> escape;
            });
        i += escape == 'u' ? 4 : 0;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
