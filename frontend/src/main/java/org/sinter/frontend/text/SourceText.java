package org.sinter.frontend.text;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.sinter.frontend.file.FileSlice;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Diagnostic;
import org.sinter.ir.diag.Location;

/** Text being read and what was found wrong with it. */
final class SourceText {
  /** More characters than this are refused: a model of ten thousand nodes has 2 million. */
  static final int MAX_LENGTH = 1 << 24;

  private static final int MAX_ERRORS = 20;
  private static final int MAX_LINE = 200;

  private final String file;
  private final Path directory;
  private final String text;
  private final List<Diagnostic> found = new ArrayList<>();

  SourceText(String file, String text) {
    this(file, null, text);
  }

  private SourceText(String file, Path directory, String text) {
    this.file = file;
    this.directory = directory;
    this.text = text;
    if (text.length() > MAX_LENGTH) {
      throw new CompileException(
          Location.of(file), text.length() + " characters, more than " + MAX_LENGTH);
    }
  }

  static SourceText read(Path file) {
    long length = FileSlice.of(file).length();
    if (length > MAX_LENGTH) {
      throw new CompileException(
          Location.of(file.toString()), length + " bytes, more than " + MAX_LENGTH + " of text");
    }
    try {
      Path directory = file.toAbsolutePath().normalize().getParent();
      return new SourceText(file.toString(), directory, Files.readString(file));
    } catch (MalformedInputException e) {
      throw new CompileException(Location.of(file.toString()), "not text in UTF-8");
    } catch (IOException e) {
      throw new CompileException(Location.of(file.toString()), "cannot be read: " + e.getMessage());
    }
  }

  String text() {
    return text;
  }

  /** Where the file lies; null for text that is none. */
  Path directory() {
    return directory;
  }

  Location location(Token at) {
    return Location.of(file, at.getLine(), at.getCharPositionInLine() + 1);
  }

  private Diagnostic diagnostic(Token at, String message, String... notes) {
    String source = text.lines().skip(at.getLine() - 1).findFirst().orElse("");
    return Diagnostic.error(location(at), message, notes)
        .withSource(source.length() > MAX_LINE ? "" : source);
  }

  /** The error at a token, thrown by the caller. */
  CompileException error(Token at, String message, String... notes) {
    List<Diagnostic> all = new ArrayList<>(found);
    all.add(diagnostic(at, message, notes));
    return new CompileException(all);
  }

  /** Keeps an error and lets reading go on. */
  void report(Token at, String message, String... notes) {
    found.add(diagnostic(at, message, notes));
    if (found.size() >= MAX_ERRORS) {
      throw new CompileException(found);
    }
  }

  /** Throws what was found. */
  void finish() {
    if (!found.isEmpty()) {
      throw new CompileException(found);
    }
  }
}
