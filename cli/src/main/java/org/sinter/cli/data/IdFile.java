package org.sinter.cli.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sinter.frontend.file.Failure;
import org.sinter.frontend.file.FileSlice;

/** Windows of token ids: of a stream of little-endian integers, or a window for each line. */
final class IdFile {
  private static final int MAX_WINDOWS = 1 << 22;
  private static final long MAX_ID = Integer.MAX_VALUE;

  private final Path file;
  private final Reading reading;

  IdFile(Path file, Reading reading) {
    this.file = file;
    this.reading = reading;
  }

  /** Whether rows of text are ids. */
  static boolean isIds(List<Table.Row> rows) {
    return rows.stream().limit(20).allMatch(r -> r.fields().get(0).matches("[0-9 \\t]+"));
  }

  /** Whole windows only; {@code bytes} are those of one id. */
  Dataset stream(int bytes) {
    FileSlice slice = FileSlice.of(file);
    long ids = slice.length() / bytes;
    if (slice.length() % bytes != 0 || ids < reading.window()) {
      throw Failure.at(
          file,
          "",
          slice.length() + " bytes are no windows of " + reading.window() + " ids of " + bytes);
    }
    int windows = (int) Math.min(ids / reading.window(), Math.min(MAX_WINDOWS, reading.limit()));
    List<Unit> units = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      long size = (long) reading.window() * bytes;
      units.add(unit(window(slice.part(i * size, size).map(), bytes)));
    }
    return dataset(units);
  }

  private static long[] window(ByteBuffer in, int bytes) {
    long[] ids = new long[in.remaining() / bytes];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = bytes == 2 ? in.getShort() & 0xffff : in.getInt() & 0xffffffffL;
    }
    return ids;
  }

  /** Lines longer than a window are cut into windows. */
  Dataset lines(List<Table.Row> rows) {
    List<Unit> units = new ArrayList<>();
    for (Table.Row row : rows) {
      long[] ids = ids(row);
      for (int at = 0; at < ids.length && units.size() < reading.limit(); at += reading.window()) {
        int end = Math.min(ids.length, at + reading.window());
        units.add(unit(java.util.Arrays.copyOfRange(ids, at, end)));
      }
    }
    if (units.isEmpty()) {
      throw Failure.at(file, "", "no token ids");
    }
    return dataset(units);
  }

  private long[] ids(Table.Row row) {
    String[] words = row.fields().get(0).strip().split("[\\s,]+");
    long[] ids = new long[words.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = words[i].matches("\\d{1,10}") ? Long.parseLong(words[i]) : -1;
      if (ids[i] < 0 || ids[i] > MAX_ID) {
        throw Failure.at(file, "line " + row.line(), "'" + words[i] + "' is no token id");
      }
    }
    return ids;
  }

  private static Unit unit(long[] ids) {
    return new Unit(List.of(Encoded.of(ids)), Double.NaN);
  }

  private Dataset dataset(List<Unit> units) {
    return new TokenDataset(file.getFileName().toString(), Form.IDS, units);
  }
}
