package org.sinter.frontend.onnx.proto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.sinter.frontend.file.Failure;
import org.sinter.frontend.file.FileSlice;
import org.sinter.ir.diag.CompileException;

/** Finds external data: a file below the model's directory, and nothing outside it. */
final class ExternalData {
  private ExternalData() {}

  static FileSlice find(Path model, Map<String, String> entries, long bytes) {
    FileSlice file = FileSlice.of(locate(model, entries.getOrDefault("location", "")));
    long offset = number(file.file(), entries, "offset", 0);
    long length = number(file.file(), entries, "length", bytes);
    if (length != bytes) {
      throw fail(file.file(), length + " bytes stated, the shape needs " + bytes);
    }
    if (offset > file.length() || length > file.length() - offset) {
      throw fail(
          file.file(),
          length + " bytes at " + offset + " do not fit in the file's " + file.length());
    }
    return file.part(offset, length);
  }

  private static Path locate(Path model, String location) {
    Path directory = model.toAbsolutePath().getParent();
    try {
      Path relative = Path.of(location);
      if (location.isEmpty() || relative.isAbsolute() || climbs(relative)) {
        throw fail(model, "location '" + location + "' is not a path below the model's directory");
      }
      Path file = directory.resolve(relative);
      if (!Files.exists(file)) {
        throw fail(file, "no such file");
      }
      if (!file.toRealPath().startsWith(directory.toRealPath())) {
        throw fail(file, "a symbolic link leads out of the model's directory");
      }
      return file;
    } catch (InvalidPathException | IOException e) {
      throw fail(model, "location '" + location + "' cannot be used: " + e.getMessage());
    }
  }

  private static boolean climbs(Path path) {
    for (Path part : path) {
      if (part.toString().equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static long number(Path file, Map<String, String> entries, String key, long absent) {
    String text = entries.get(key);
    if (text == null) {
      return absent;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw fail(file, key + " '" + text + "' is not a number");
    }
    throw fail(file, key + " is negative: " + text);
  }

  private static CompileException fail(Path file, String reason) {
    return Failure.at(file, "", reason);
  }
}
