package org.sinter.ir.diag;

/**
 * A place in a file: a line and column (1-based) of text, or a named part of a binary file.
 *
 * @param file name as the user gave it
 * @param part node name, byte offset or the like; empty for text
 */
public record Location(String file, int line, int column, String part) {
  public static Location of(String file) {
    return new Location(file, 0, 0, "");
  }

  public static Location of(String file, String part) {
    return new Location(file, 0, 0, part);
  }

  public static Location of(String file, int line, int column) {
    return new Location(file, line, column, "");
  }

  @Override
  public String toString() {
    String place = line > 0 ? ":" + line + ":" + column : "";
    return file + place + (part.isEmpty() ? "" : ": " + part);
  }
}
