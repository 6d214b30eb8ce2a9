package org.sinter.cli.data;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which column of a table is what; -1: there is none.
 *
 * @param head whether the first row names the columns
 * @param scored whether {@code gold} is a score of similarity, not a class
 */
record Columns(int first, int second, int gold, boolean head, boolean scored) {
  private static final String ASK = "say which are what, as --columns text=2,label=1";
  private static final Map<String, String> ROLES =
      Map.ofEntries(
          Map.entry("sentence1", "first"),
          Map.entry("sentencea", "first"),
          Map.entry("text1", "first"),
          Map.entry("question1", "first"),
          Map.entry("premise", "first"),
          Map.entry("text", "first"),
          Map.entry("sentence", "first"),
          Map.entry("content", "first"),
          Map.entry("question", "first"),
          Map.entry("sentence2", "second"),
          Map.entry("sentenceb", "second"),
          Map.entry("text2", "second"),
          Map.entry("question2", "second"),
          Map.entry("hypothesis", "second"),
          Map.entry("score", "score"),
          Map.entry("similarity", "score"),
          Map.entry("relatednessscore", "score"),
          Map.entry("label", "label"),
          Map.entry("labels", "label"),
          Map.entry("class", "label"));

  Columns {
    if (first < 0) {
      throw new IllegalArgumentException("no column of texts: " + ASK);
    }
  }

  /** What was asked for, what the head says, or what the values look like. */
  static Columns of(List<Table.Row> rows, String asked) {
    List<String> head = rows.get(0).fields();
    return asked != null ? asked(head, asked) : isHead(head) ? named(head) : placed(rows);
  }

  private static boolean isHead(List<String> head) {
    return head.stream().anyMatch(name -> "first".equals(ROLES.get(plain(name))));
  }

  private static Columns named(List<String> head) {
    return new Columns(
        find(head, "first"),
        find(head, "second"),
        Math.max(find(head, "score"), find(head, "label")),
        true,
        find(head, "score") >= 0);
  }

  private static int find(List<String> head, String role) {
    for (int i = 0; i < head.size(); i++) {
      if (role.equals(ROLES.get(plain(head.get(i))))) {
        return i;
      }
    }
    return -1;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Two texts and a number; a number and a text, or a text and a number; or a text. */
  private static Columns placed(List<Table.Row> rows) {
    int width = rows.get(0).fields().size();
    if (width == 1) {
      return new Columns(0, -1, -1, false, false);
    }
    if (width == 3 && isNumeric(rows, 2) && !isNumeric(rows, 1)) {
      return new Columns(0, 1, 2, false, true);
    }
    if (width == 2 && isNumeric(rows, 0) != isNumeric(rows, 1)) {
      int gold = isNumeric(rows, 0) ? 0 : 1;
      return new Columns(1 - gold, -1, gold, false, false);
    }
    throw new IllegalArgumentException(width + " columns without a head that names them: " + ASK);
  }

  private static boolean isNumeric(List<Table.Row> rows, int column) {
    return rows.stream()
        .limit(100)
        .allMatch(
            row ->
                row.fields().size() > column
                    && row.fields().get(column).strip().matches("[-+]?[0-9]+(\\.[0-9]*)?"));
  }

  private static Columns asked(List<String> head, String asked) {
    int[] found = {-1, -1, -1};
    boolean[] flags = {isHead(head), false};
    for (String each : asked.split(",")) {
      String[] parts = each.split("=", 2);
      String role = parts.length == 2 ? ROLES.get(plain(parts[0])) : null;
      if (role == null) {
        throw new IllegalArgumentException(
            each + ": expected text, sentence1, sentence2, label or score = a column");
      }
      int place = role.equals("first") ? 0 : role.equals("second") ? 1 : 2;
      flags[0] |= !isNumber(parts[1]);
      flags[1] |= role.equals("score");
      found[place] = column(head, parts[1].strip());
    }
    return new Columns(found[0], found[1], found[2], flags[0], flags[1]);
  }

  private static boolean isNumber(String text) {
    return text.strip().matches("\\d{1,4}");
  }

  private static int column(List<String> head, String text) {
    int column = isNumber(text) ? Integer.parseInt(text) - 1 : head.indexOf(text);
    if (column < 0 || column >= head.size()) {
      throw new IllegalArgumentException("no column " + text + " in " + head);
    }
    return column;
  }
}
