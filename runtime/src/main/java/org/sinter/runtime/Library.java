package org.sinter.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** A loaded model library: its CPU levels, best first. It stays as long as its class loader. */
record Library(List<Level> levels) {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Map<String, Library> LOADED = new HashMap<>();
  private static final int LEVEL_BYTES = 24;
  private static final int MAX_LEVELS = 64;

  /** The code of one CPU level and the feature bits it needs. */
  record Level(String name, long features, long entry) {}

  static Library load(Source source, Metadata model, Cache cache) throws IOException {
    Metadata.LibraryFile file = model.library(Cpu.system());
    LOCK.lock();
    try {
      Library library = LOADED.get(file.sha256());
      if (library == null) {
        Path path = cache.library(source, file.file(), file.sha256());
        Native.descriptor = 0;
        link(path);
        library = new Library(levels(Native.descriptor, path));
        LOADED.put(file.sha256(), library);
      }
      return library;
    } finally {
      LOCK.unlock();
    }
  }

  /** A file can be loaded by one class loader only: another one loads a link of its own. */
  private static void link(Path path) throws IOException {
    try {
      System.load(path.toString());
    } catch (UnsatisfiedLinkError first) {
      Path own = Files.createTempFile(path.getParent(), "own-", "-" + path.getFileName());
      try {
        Files.delete(own);
        linkOrCopy(own, path);
        System.load(own.toString());
      } catch (UnsatisfiedLinkError e) {
        throw refused(path, e);
      } finally {
        own.toFile().delete(); // fails where a loaded library cannot be deleted (Windows)
      }
    }
  }

  private static void linkOrCopy(Path link, Path path) throws IOException {
    try {
      Files.createLink(link, path);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(path, link);
    }
  }

  private static ModelException refused(Path path, UnsatisfiedLinkError e) {
    return new ModelException(
        "library "
            + path
            + " cannot be loaded; if its directory is mounted noexec, choose another"
            + " with Options.withCache or -Dsinter.cache: "
            + e.getMessage(),
        e);
  }

  private static List<Level> levels(long descriptor, Path path) {
    if (descriptor == 0) {
      throw new ModelException("library " + path + " did not say where its descriptor is");
    }
    ByteBuffer head = Native.view(descriptor, 16).order(ByteOrder.LITTLE_ENDIAN);
    long count = head.getLong(8);
    if (!MetadataReader.reads(head.getLong(0)) || count < 1 || count > MAX_LEVELS) {
      throw new ModelException(
          "library "
              + path
              + " has another ABI than this runtime: "
              + head.getLong(0)
              + ", "
              + count
              + " levels");
    }
    ByteBuffer table = Native.view(descriptor + 16, count * LEVEL_BYTES);
    table.order(ByteOrder.LITTLE_ENDIAN);
    List<Level> levels = new ArrayList<>();
    for (int at = 0; at < table.capacity(); at += LEVEL_BYTES) {
      String name = Native.text(table.getLong(at));
      levels.add(new Level(name, table.getLong(at + 8), table.getLong(at + 16)));
    }
    return List.copyOf(levels);
  }

  /** The level of this name, or the best that this CPU can run; throws naming what is missing. */
  Level choose(String model, String name) {
    long wanted = 0;
    for (Level level : levels) {
      wanted |= level.features();
    }
    return choose(model, name, Cpu.features(wanted));
  }

  Level choose(String model, String name, long features) {
    Level best = name == null ? find(null, features) : null;
    best = best == null ? find(name, features | Cpu.SPEED) : best;
    if (best == null) {
      throw new ModelException(refusal(model, name, features | Cpu.SPEED));
    }
    return best;
  }

  /** The first level of this name (null: any) whose features are all there, or null. */
  private Level find(String name, long features) {
    for (Level level : levels) {
      boolean asked = name == null || name.equals(level.name());
      if (asked && (level.features() & ~features) == 0) {
        return level;
      }
    }
    return null;
  }

  private String refusal(String model, String name, long features) {
    Level last = null;
    for (Level level : levels) {
      last = name == null || name.equals(level.name()) ? level : last;
    }
    if (last == null) {
      List<String> names = levels.stream().map(Level::name).toList();
      return "model " + model + " has no level " + name + ", only " + names;
    }
    List<String> needed = Cpu.names(last.features() & ~Cpu.SPEED);
    List<String> missing = Cpu.names(last.features() & ~features);
    return "level "
        + last.name()
        + " of model "
        + model
        + " needs "
        + needed
        + "; this CPU lacks "
        + missing;
  }
}
