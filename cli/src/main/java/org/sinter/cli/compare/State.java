package org.sinter.cli.compare;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sinter.cli.JsonReader;
import org.sinter.cli.report.Fields;
import org.sinter.cli.report.Json;
import org.sinter.frontend.file.Replacement;

/**
 * A directory with what a comparison has finished, one file for each unit of work, each renamed
 * into place: whoever is killed goes on there. It belongs to the inputs that its {@code state.json}
 * names.
 */
public final class State implements AutoCloseable {
  private static final String KEY = "state.json";
  private static final String LOCK = "lock";
  private static final String OWN = "\\..*\\.tmp|.*\\.json|.*\\.jar|" + LOCK;

  private final Path directory;
  private final FileChannel channel;
  private int kept;

  /** A unit of work, which ends in what JSON can hold. */
  @FunctionalInterface
  interface Work {
    Map<String, Object> run() throws Exception;
  }

  private State(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes up what was left, or begins.
   *
   * @param inputs all that results depend on, by name
   * @param fresh whether results of other inputs are removed; else they are an error
   */
  public static State open(Path directory, Map<String, String> inputs, boolean fresh)
      throws IOException {
    requireOwn(directory);
    Files.createDirectories(directory);
    State state = new State(directory, lock(directory));
    try {
      state.begin(inputs, fresh);
      return state;
    } catch (IOException | RuntimeException e) {
      state.close();
      throw e;
    }
  }

  /** A directory of something else is left alone. */
  private static void requireOwn(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    for (Path file : files(directory)) {
      if (!file.getFileName().toString().matches(OWN)) {
        throw new IOException(
            directory + ": is no directory of sinter compare: it holds " + file.getFileName());
      }
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  /** A lock that ends with the process, however that ends. */
  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // held by another comparison of this process
    }
    channel.close();
    throw new IOException(directory + ": another sinter compare works there");
  }

  private void begin(Map<String, String> inputs, boolean fresh) throws IOException {
    Path key = directory.resolve(KEY);
    Set<String> changed = Files.exists(key) ? changed(read(key).map(), inputs) : Set.of();
    if (!changed.isEmpty() && !fresh) {
      throw new IOException(
          directory
              + ": holds results of other inputs ("
              + String.join(", ", changed)
              + " changed); --fresh removes them, --state names another directory");
    }
    clear(!fresh && Files.exists(key) ? "\\..*\\.tmp" : "\\..*\\.tmp|.*\\.json|.*\\.jar");
    Replacement.write(key, Json.text(inputs) + "\n");
  }

  private static Set<String> changed(Map<?, ?> old, Map<String, String> inputs) {
    Set<String> changed = new TreeSet<>(inputs.keySet());
    old.keySet().forEach(name -> changed.add(name.toString()));
    changed.removeIf(name -> old.containsKey(name) && old.get(name).equals(inputs.get(name)));
    return changed;
  }

  private void clear(String names) throws IOException {
    for (Path file : files(directory)) {
      if (file.getFileName().toString().matches(names)) {
        Files.delete(file);
      }
    }
  }

  private static Fields read(Path file) throws IOException {
    try {
      return new Fields(file.toString(), JsonReader.object(Files.readAllBytes(file)));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IOException(file + ": " + e.getOriginalMessage(), e);
    }
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  boolean has(String unit) {
    return Files.exists(file(unit + ".json"));
  }

  /** What the unit came to, before or now. */
  Fields unit(String name, Work work) throws Exception {
    Path file = file(name + ".json");
    if (Files.exists(file)) {
      kept++;
    } else {
      Replacement.write(file, Json.text(work.run()) + "\n");
    }
    return read(file);
  }

  /** How many units were finished before. */
  public int kept() {
    return kept;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
