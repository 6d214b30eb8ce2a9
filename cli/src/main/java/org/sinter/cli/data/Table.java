package org.sinter.cli.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sinter.frontend.file.Failure;
import org.sinter.frontend.file.HeapBudget;

/**
 * Rows of a text file: of separated values, where a field in quotes may hold the separator, line
 * ends, and quotes written twice; or of whole lines.
 */
final class Table {
  private static final int MAX_FIELDS = 256;
  private static final int MAX_FIELD = 1 << 20;
  private static final int NONE = -2;

  private final Path file;
  private final int separator;
  private final boolean quotes;
  private final HeapBudget budget = HeapBudget.half();
  private int line = 1;

  /** A row and the line where it begins. */
  record Row(int line, List<String> fields) {}

  private Table(Path file, int separator, boolean quotes) {
    this.file = file;
    this.separator = separator;
    this.quotes = quotes;
  }

  /** At most {@code most} rows; blank lines are left out. */
  static List<Row> commas(Path file, long most) {
    return new Table(file, ',', true).read(most);
  }

  /** Tab-separated values have no quotes: a quote is part of a text. */
  static List<Row> tabs(Path file, long most) {
    return new Table(file, '\t', false).read(most);
  }

  /** Each line is one field. */
  static List<Row> lines(Path file, long most) {
    return new Table(file, NONE, false).read(most);
  }

  private List<Row> read(long most) {
    List<Row> rows = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (Row row = row(in); row != null && rows.size() < most; row = row(in)) {
        if (row.fields.size() > 1 || !row.fields.get(0).isBlank()) {
          rows.add(row);
        }
      }
      return rows;
    } catch (CharacterCodingException e) {
      throw Failure.at(file, "after line " + line, "not UTF-8 text");
    } catch (IOException e) {
      throw Failure.at(file, "", "cannot be read", e);
    }
  }

  /** The next row; null at the file's end. */
  private Row row(BufferedReader in) throws IOException {
    int begin = line;
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0; c = in.read()) {
      if (quotes && c == '"') {
        boolean twice = quoted && isNext(in, '"');
        quoted = twice || !quoted;
        append(field, twice ? c : NONE);
      } else if (c == '\n' && !quoted) {
        line++;
        break;
      } else if (c == separator && !quoted) {
        add(fields, field);
      } else {
        line += c == '\n' ? 1 : 0;
        append(field, c);
      }
    }
    if (quoted) {
      throw Failure.at(file, "line " + begin, "a quote is not closed");
    }
    add(fields, field);
    return new Row(begin, fields);
  }

  private static boolean isNext(BufferedReader in, int expected) throws IOException {
    in.mark(1);
    if (in.read() == expected) {
      return true;
    }
    in.reset();
    return false;
  }

  private void append(StringBuilder field, int c) {
    if (c != NONE) {
      if (field.length() >= MAX_FIELD || !budget.take(2)) {
        throw Failure.at(file, "line " + line, "over " + field.length() + " characters of text");
      }
      field.append((char) c);
    }
  }

  private void add(List<String> fields, StringBuilder field) {
    int end = field.length();
    boolean carriage = end > 0 && field.charAt(end - 1) == '\r';
    fields.add(field.substring(0, carriage ? end - 1 : end));
    field.setLength(0);
    if (fields.size() > MAX_FIELDS || !budget.take(64)) {
      throw Failure.at(file, "line " + line, "over " + MAX_FIELDS + " fields");
    }
  }
}
