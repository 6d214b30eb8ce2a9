package org.sinter.cli.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.sinter.frontend.file.Failure;

/**
 * Data sets by the kind of their file: {@code .csv} and {@code .tsv} tables, {@code .txt} lines of
 * text or of token ids, {@code .u16} and {@code .u32} streams of token ids, {@code .safetensors},
 * {@code .npz} and directories of tensors.
 */
public final class DataFile {
  private DataFile() {}

  /** A file's data set; what is wrong with it, a {@code CompileException} says with the line. */
  public static Dataset read(Path file, Reading reading) {
    if (!Files.exists(file)) {
      throw Failure.at(file, "", "no such file");
    }
    if (Files.isDirectory(file)) {
      return new CaseFile(file, reading).dataset();
    }
    long most = reading.limit() == Integer.MAX_VALUE ? Long.MAX_VALUE : reading.limit() + 1L;
    return switch (ending(file)) {
      case "csv" -> new TableFile(file, reading).dataset(Table.commas(file, most));
      case "tsv" -> new TableFile(file, reading).dataset(Table.tabs(file, most));
      case "txt", "ids" -> lines(file, reading, Table.lines(file, most));
      case "u16" -> new IdFile(file, reading).stream(Short.BYTES);
      case "u32" -> new IdFile(file, reading).stream(Integer.BYTES);
      case "safetensors", "npz" -> new CaseFile(file, reading).dataset();
      default ->
          throw Failure.at(
              file,
              "",
              "unknown kind of data: expected .csv, .tsv, .txt, .u16, .u32, .safetensors, .npz or a"
                  + " directory");
    };
  }

  private static Dataset lines(Path file, Reading reading, List<Table.Row> rows) {
    boolean ids =
        reading.form() == null ? !rows.isEmpty() && IdFile.isIds(rows) : reading.form() == Form.IDS;
    return ids ? new IdFile(file, reading).lines(rows) : new TableFile(file, reading).lines(rows);
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
