package org.sinter.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model unpacked into a directory. */
record DirectorySource(Path folder) implements Source {
  @Override
  public InputStream open(String file) throws IOException {
    Path path = folder.resolve(file);
    return Files.isRegularFile(path) ? Files.newInputStream(path) : null;
  }

  @Override
  public Region region(String file) throws IOException {
    Path path = folder.resolve(file);
    return Files.isRegularFile(path) ? new Region(path, 0, Files.size(path)) : null;
  }

  @Override
  public long crc(String file) {
    return -1;
  }

  @Override
  public String where(String file) {
    return folder.resolve(file).toString();
  }

  @Override
  public void close() {}
}
