package org.sinter.cli.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Units that are rows of token ids. */
public record TokenDataset(String name, Form form, List<Unit> list) implements Dataset {
  private static final int ROWS = 32;

  /** Elements of the largest output of a batch, where the model says how wide its results are. */
  private static final long ELEMENTS = 1 << 24;

  public TokenDataset {
    list = List.copyOf(list);
  }

  /** One row of a unit. */
  private record Row(int unit, int place, Encoded tokens) {}

  @Override
  public int units() {
    return list.size();
  }

  @Override
  public double[] gold() {
    return list.stream().mapToDouble(Unit::gold).toArray();
  }

  @Override
  public Iterable<Batch> batches(Ports ports) {
    TokenInputs inputs = new TokenInputs(ports);
    List<List<Row>> groups = groups(inputs, elementsOfToken(ports));
    return () -> groups.stream().map(rows -> batch(inputs, rows)).iterator();
  }

  @Override
  public Iterable<Batch> alone(Ports ports) {
    TokenInputs inputs = new TokenInputs(ports);
    return () -> rows().stream().map(row -> batch(inputs, List.of(row))).iterator();
  }

  /** Rows by length, as many in a batch as its results allow. */
  private List<List<Row>> groups(TokenInputs inputs, long elementsOfToken) {
    List<Row> rows = rows();
    rows.sort(Comparator.comparingInt(row -> row.tokens.length()));
    List<List<Row>> groups = new ArrayList<>();
    for (int begin = 0; begin < rows.size(); ) {
      int end = end(rows, begin, inputs.fixedRows(), elementsOfToken);
      groups.add(rows.subList(begin, end));
      begin = end;
    }
    return groups;
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      List<Encoded> encoded = list.get(i).rows();
      for (int place = 0; place < encoded.size(); place++) {
        rows.add(new Row(i, place, encoded.get(place)));
      }
    }
    return rows;
  }

  private static int end(List<Row> rows, int begin, int fixed, long elementsOfToken) {
    int end = begin + 1;
    while (end < rows.size()
        && end - begin < (fixed > 0 ? fixed : ROWS)
        && (fixed > 0
            || (end + 1 - begin) * rows.get(end).tokens.length() * elementsOfToken <= ELEMENTS)) {
      end++;
    }
    return end;
  }

  private static long elementsOfToken(Ports ports) {
    return ports.outputs().stream()
        .mapToLong(o -> Math.max(1, Ports.fixed(Ports.dim(o, o.shape().size() - 1))))
        .max()
        .orElse(1);
  }

  private static Batch batch(TokenInputs inputs, List<Row> own) {
    List<Row> rows = new ArrayList<>(own);
    while (rows.size() < inputs.fixedRows()) {
      rows.add(new Row(-1, 0, own.get(0).tokens));
    }
    List<Encoded> tokens = rows.stream().map(Row::tokens).toList();
    return new Batch(
        inputs.of(tokens),
        rows.stream().mapToInt(Row::unit).toArray(),
        rows.stream().mapToInt(Row::place).toArray(),
        Batch.Tokens.of(tokens.stream().mapToInt(Encoded::length).toArray(), inputs.width(tokens)),
        Map.of());
  }
}
