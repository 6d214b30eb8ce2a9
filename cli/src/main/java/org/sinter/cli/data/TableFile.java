package org.sinter.cli.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sinter.frontend.file.Failure;

/** Texts, pairs and labelled texts out of a table. */
final class TableFile {
  private static final int MAX_CLASS = 1 << 20;

  private final Path file;
  private final Reading reading;

  TableFile(Path file, Reading reading) {
    this.file = file;
    this.reading = reading;
  }

  /** Each row is a text; none is a head. */
  Dataset lines(List<Table.Row> all) {
    return dataset(all, new Columns(0, -1, -1, false, false));
  }

  Dataset dataset(List<Table.Row> all) {
    return dataset(all, columns(all));
  }

  private Dataset dataset(List<Table.Row> all, Columns columns) {
    List<Table.Row> rows = all.subList(columns.head() ? 1 : 0, all.size());
    rows = rows.subList(0, Math.min(rows.size(), reading.limit()));
    if (rows.isEmpty()) {
      throw Failure.at(file, "", "no rows");
    }
    Form form = form(columns);
    List<Unit> units =
        switch (form) {
          case PAIRS -> pairs(rows, columns);
          case LABELS -> labels(rows, columns);
          default -> texts(rows, columns);
        };
    return new TokenDataset(file.getFileName().toString(), form, units);
  }

  private Columns columns(List<Table.Row> all) {
    if (all.isEmpty()) {
      throw Failure.at(file, "", "no rows");
    }
    try {
      return Columns.of(all, reading.columns());
    } catch (IllegalArgumentException e) {
      throw Failure.at(file, "line " + all.get(0).line(), e.getMessage());
    }
  }

  private Form form(Columns columns) {
    Form found =
        columns.gold() < 0
            ? Form.TEXTS
            : columns.second() >= 0 && columns.scored() ? Form.PAIRS : Form.LABELS;
    Form form = reading.form() == null ? found : reading.form();
    boolean lacks =
        switch (form) {
          case TEXTS -> false;
          case PAIRS -> columns.second() < 0 || columns.gold() < 0;
          case LABELS -> columns.gold() < 0;
          default -> true;
        };
    if (lacks) {
      throw Failure.at(file, "", "its columns make no data set of form " + form);
    }
    return form;
  }

  private List<Unit> pairs(List<Table.Row> rows, Columns columns) {
    Tokenizer tokenizer = reading.requireTokenizer();
    double[] gold = rows.stream().mapToDouble(row -> score(row, columns.gold())).toArray();
    List<Encoded> first = tokenizer.encode(column(rows, columns.first()));
    List<Encoded> second = tokenizer.encode(column(rows, columns.second()));
    List<Unit> units = new ArrayList<>();
    for (int i = 0; i < gold.length; i++) {
      units.add(new Unit(List.of(first.get(i), second.get(i)), gold[i]));
    }
    return units;
  }

  private List<Unit> labels(List<Table.Row> rows, Columns columns) {
    double[] gold = rows.stream().mapToDouble(row -> label(row, columns.gold())).toArray();
    List<Encoded> encoded = encoded(rows, columns);
    List<Unit> units = new ArrayList<>();
    for (int i = 0; i < gold.length; i++) {
      units.add(new Unit(List.of(encoded.get(i)), gold[i]));
    }
    return units;
  }

  private List<Unit> texts(List<Table.Row> rows, Columns columns) {
    return encoded(rows, columns).stream().map(e -> new Unit(List.of(e), Double.NaN)).toList();
  }

  private List<Encoded> encoded(List<Table.Row> rows, Columns columns) {
    Tokenizer tokenizer = reading.requireTokenizer();
    List<String> first = column(rows, columns.first());
    if (columns.second() < 0) {
      return tokenizer.encode(first);
    }
    List<String> second = column(rows, columns.second());
    List<Encoded> encoded = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      encoded.add(tokenizer.encode(first.get(i), second.get(i)));
    }
    return encoded;
  }

  private List<String> column(List<Table.Row> rows, int column) {
    return rows.stream().map(row -> field(row, column)).toList();
  }

  private String field(Table.Row row, int column) {
    if (row.fields().size() <= column) {
      throw Failure.at(
          file,
          "line " + row.line(),
          "expected column " + (column + 1) + ", found " + row.fields().size() + " columns");
    }
    return row.fields().get(column);
  }

  private double score(Table.Row row, int column) {
    String text = field(row, column).strip();
    try {
      double score = Double.parseDouble(text);
      if (Double.isFinite(score)) {
        return score;
      }
    } catch (NumberFormatException e) {
      // told below with the place
    }
    throw Failure.at(file, "line " + row.line(), "score '" + text + "' is not a number");
  }

  private double label(Table.Row row, int column) {
    String text = field(row, column).strip();
    if (!text.matches("\\d{1,7}") || Integer.parseInt(text) > MAX_CLASS) {
      throw Failure.at(
          file,
          "line " + row.line(),
          "label '" + text + "' is not the number of a class: 0, 1, 2, …");
    }
    return Integer.parseInt(text);
  }
}
