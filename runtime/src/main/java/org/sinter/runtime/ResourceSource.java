package org.sinter.runtime;

import java.io.InputStream;

/** A model that only a class loader can read, as in a jar within a jar. */
record ResourceSource(ClassLoader loader, String folder) implements Source {
  @Override
  public InputStream open(String file) {
    return loader.getResourceAsStream(folder + file);
  }

  @Override
  public Region region(String file) {
    return null;
  }

  @Override
  public long crc(String file) {
    return -1;
  }

  @Override
  public String where(String file) {
    return String.valueOf(loader.getResource(folder + file));
  }

  @Override
  public void close() {}
}
