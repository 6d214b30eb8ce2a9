package org.sinter.runtime;

import java.io.IOException;
import java.io.InputStream;

/** A model in a jar of the file system: stored entries are used where they lie. */
record JarSource(Zip zip, String folder) implements Source {
  @Override
  public InputStream open(String file) throws IOException {
    Zip.Entry entry = zip.entries().get(folder + file);
    return entry == null ? null : zip.stream(entry);
  }

  @Override
  public Region region(String file) throws IOException {
    Zip.Entry entry = zip.entries().get(folder + file);
    if (entry == null || entry.method() != Zip.STORED || entry.packed() != entry.bytes()) {
      return null;
    }
    return new Region(zip.path(), zip.dataOffset(entry), entry.bytes());
  }

  @Override
  public long crc(String file) {
    Zip.Entry entry = zip.entries().get(folder + file);
    return entry == null ? -1 : entry.crc();
  }

  @Override
  public String where(String file) {
    return zip.path() + "!/" + folder + file;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
