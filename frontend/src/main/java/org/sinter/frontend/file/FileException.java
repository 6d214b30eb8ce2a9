package org.sinter.frontend.file;

import java.nio.file.Path;

/** What is wrong with an input file: {@code file: place: reason}. */
public final class FileException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Path file;
  private final String place;
  private final String reason;

  public FileException(Path file, String place, String reason) {
    super(file + ": " + (place.isEmpty() ? "" : place + ": ") + reason);
    this.file = file;
    this.place = place;
    this.reason = reason;
  }

  public FileException(Path file, String place, String reason, Throwable cause) {
    this(file, place, reason);
    initCause(cause);
  }

  public Path file() {
    return file;
  }

  /** Where in the file: a byte offset, a path of field names, or both; may be empty. */
  public String place() {
    return place;
  }

  public String reason() {
    return reason;
  }
}
