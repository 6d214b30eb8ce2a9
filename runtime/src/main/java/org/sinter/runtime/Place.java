package org.sinter.runtime;

import java.io.IOException;
import java.nio.file.Path;

/** From where a model can be opened once more: a path, or a class loader and a name. */
record Place(Path path, ClassLoader loader, String name) {
  Source open() throws IOException {
    return path != null ? Sources.in(path) : Sources.in(loader, name);
  }
}
