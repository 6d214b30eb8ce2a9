package org.sinter.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** What the model.json of a model jar says, and how large the jar's libraries are. */
public record JarFacts(Map<String, Object> model, Map<String, Long> libraryBytes) {
  private static final int MAX_BYTES = 1 << 26;

  /** Reads a jar for whatever system it was made: no native code is loaded. */
  public static JarFacts read(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = only(jar, zip);
      String folder = entry.getName().substring(0, entry.getName().lastIndexOf('/') + 1);
      Map<String, Object> model = parse(jar, zip, entry);
      Map<String, Long> bytes = new LinkedHashMap<>();
      for (Object library : list(model, "libraries")) {
        String file = String.valueOf(((Map<?, ?>) library).get("file"));
        ZipEntry code = zip.getEntry(folder + file);
        bytes.put(file, code == null ? 0 : code.getSize());
      }
      return new JarFacts(model, bytes);
    } catch (ZipException e) {
      throw new IOException(jar + ": not a jar: " + e.getMessage(), e);
    }
  }

  private static ZipEntry only(Path jar, ZipFile zip) throws IOException {
    List<? extends ZipEntry> found =
        Collections.list(zip.entries()).stream()
            .filter(e -> e.getName().matches("sinter/[^/]+/model\\.json"))
            .toList();
    if (found.size() != 1) {
      throw new IOException(jar + ": holds " + found.size() + " sinter/NAME/model.json");
    }
    return found.get(0);
  }

  private static Map<String, Object> parse(Path jar, ZipFile zip, ZipEntry entry)
      throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      Map<String, Object> model = JsonReader.object(in.readNBytes(MAX_BYTES));
      requireObjects(list(model, "libraries"));
      requireObjects(list(model, "weights"));
      return model;
    } catch (IOException e) {
      throw new IOException(jar + ": " + entry.getName() + ": " + e.getMessage(), e);
    }
  }

  private static void requireObjects(List<?> list) throws IOException {
    for (Object each : list) {
      if (!(each instanceof Map<?, ?>)) {
        throw new IOException("expected an object, found " + each);
      }
    }
  }

  private static List<?> list(Map<String, Object> model, String name) {
    return model.get(name) instanceof List<?> list ? list : List.of();
  }

  /** What indices and sizes a run checks. */
  public List<String> checks() {
    return list(model, "checks").stream().map(String::valueOf).toList();
  }

  public long weightBytes() {
    return list(model, "weights").stream()
        .map(w -> ((Map<?, ?>) w).get("bytes"))
        .mapToLong(bytes -> bytes instanceof Long n ? n : 0)
        .sum();
  }

  /** Of the library for a system, 0 where there is none. */
  public long codeBytes(String system) {
    return list(model, "libraries").stream()
        .map(library -> (Map<?, ?>) library)
        .filter(library -> system.equals(library.get("system")))
        .mapToLong(library -> libraryBytes.get(String.valueOf(library.get("file"))))
        .sum();
  }

  /** {@code linux-x86_64 (1.2 MB: v4, v3, v2)} for each library. */
  List<String> libraries() {
    List<String> lines = new ArrayList<>();
    for (Object each : list(model, "libraries")) {
      Map<?, ?> library = (Map<?, ?>) each;
      lines.add(
          String.format(
              "%s (%.2f MB for %s)",
              library.get("system"),
              libraryBytes.get(String.valueOf(library.get("file"))) / 1e6,
              library.get("levels")));
    }
    return lines;
  }

  /** The ports of {@code inputs} or {@code outputs}: {@code x: f32[batch, 3]}. */
  private List<String> ports(String name) {
    List<String> ports = new ArrayList<>();
    for (Object each : list(model, name)) {
      ports.add(
          each instanceof Map<?, ?> port
              ? port.get("name") + ": " + port.get("type") + port.get("shape")
              : String.valueOf(each));
    }
    return ports;
  }

  Output output() {
    Output output = new Output();
    output.put("name", model.get("name")).put("sinter", model.get("sinter"));
    output.put("inputs", ports("inputs")).put("outputs", ports("outputs"));
    for (String name : List.of("symbols", "constraints", "memory")) {
      output.put(name, model.get(name));
    }
    output.put("weight bytes", weightBytes()).put("libraries", libraries());
    output.put("tuning", String.valueOf(model.getOrDefault("tuning", "")).lines().toList());
    return output.put("pipeline", model.get("pipeline")).put("sources", model.get("sources"));
  }
}
