package org.sinter.frontend.file;

import java.nio.file.Path;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Location;

/** The exception for an input file: {@code file: place: error: reason}. */
public final class Failure {
  private Failure() {}

  /** {@code place} is a byte offset, a name inside the file, or empty. */
  public static CompileException at(Path file, String place, String reason) {
    return new CompileException(Location.of(file.toString(), place), reason);
  }

  public static CompileException at(Path file, String place, String reason, Throwable cause) {
    CompileException failure = at(file, place, reason + ": " + cause.getMessage());
    failure.initCause(cause);
    return failure;
  }
}
