package org.sinter.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Where the files of a model come from: a jar, a directory, a class loader. */
interface Source extends Closeable {
  /** Where the bytes of a file lie, not packed, in a file of the system. */
  record Region(Path path, long offset, long bytes) {}

  /** Opens a file of the model, {@code null} if there is none. */
  InputStream open(String file) throws IOException;

  /** Where a file lies, {@code null}: it must be extracted. */
  Region region(String file) throws IOException;

  /** The CRC-32 that the jar states, -1: unknown. */
  long crc(String file);

  /** The place and file for messages. */
  String where(String file);
}
