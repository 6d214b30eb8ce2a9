package org.sinter.tests.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.runtime.Model;
import org.sinter.runtime.ModelException;
import org.sinter.runtime.Options;

/** Where a model may lie: jar, class path, directory, jar in a jar; and what damage is noticed. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PlacesTest {
  @TempDir static Path directory;
  private static Path cache;
  private static Options options;

  @BeforeAll
  static void choose() {
    cache = directory.resolve("cache");
    options = Options.defaults().withCache(cache);
  }

  private static void runs(Model model, float factor) {
    try (model) {
      float[] x = ToyModelTest.ramp(50);
      ToyModelTest.check(model.run(ToyModelTest.inputs(x, 2)), x, 2 * factor);
      model.verify();
    }
  }

  private static List<String> cached(String suffix) throws Exception {
    try (Stream<Path> files = Files.list(cache)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(suffix))
          .toList();
    }
  }

  @Test
  void jarOnTheClassPathIsMappedInPlace() throws Exception {
    Path jar = ToyJar.write(directory.resolve("ä b%20.jar"), ToyJar.files("place", 7));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      runs(Model.load(loader, "place", options), 7);
    }
    String weights = ToyJar.sha256(ToyJar.weights(7)) + ".bin";
    assertTrue(!cached(".bin").contains(weights), "weights were extracted");
  }

  @Test
  void shadedJarIsExtractedOnce() throws Exception {
    Path jar = directory.resolve("shaded.jar");
    Files.write(jar, ToyJar.jar(ToyJar.files("shaded", 9), false));
    runs(Model.load(jar, options), 9);
    Path weights = cache.resolve(ToyJar.sha256(ToyJar.weights(9)) + ".bin");
    Object key = Files.readAttributes(weights, "unix:ino").get("ino");
    runs(Model.load(jar, options), 9);
    assertEquals(key, Files.readAttributes(weights, "unix:ino").get("ino"));
    assertEquals(List.of(), cached(".tmp"));
  }

  @Test
  void selfStartingJarHasAPrefix() throws Exception {
    byte[] jar =
        Files.readAllBytes(
            ToyJar.write(directory.resolve("plain.jar"), ToyJar.files("prefixed", 2)));
    byte[] shell = "#!/bin/sh\nexec java -jar \"$0\"\n".getBytes(StandardCharsets.UTF_8);
    Path path = directory.resolve("prefixed.jar");
    Files.write(path, shell);
    Files.write(path, jar, java.nio.file.StandardOpenOption.APPEND);
    runs(Model.load(path, options), 2);
  }

  @Test
  void directoryIsAModelToo() throws Exception {
    for (Map.Entry<String, byte[]> file : ToyJar.files("folder", 4).entrySet()) {
      Path path = directory.resolve("open").resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    runs(Model.load(directory.resolve("open/sinter/folder"), options), 4);
    URL url = directory.resolve("open").toUri().toURL();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {url}, null)) {
      runs(Model.load(loader, "folder", options), 4);
    }
  }

  /** A loader that keeps its resources to itself, as that of a jar within a jar. */
  private static ClassLoader closed(Map<String, byte[]> files) {
    return new ClassLoader(null) {
      @Override
      public InputStream getResourceAsStream(String name) {
        return files.containsKey(name) ? new ByteArrayInputStream(files.get(name)) : null;
      }

      @Override
      public URL getResource(String name) {
        try {
          return files.containsKey(name) ? new URL("jar:file:/app.jar!/lib/m.jar!/" + name) : null;
        } catch (java.net.MalformedURLException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  @Test
  void nestedJarIsExtracted() throws Exception {
    runs(Model.load(closed(ToyJar.files("nested", 8)), "nested", options), 8);
    assertTrue(cached(".bin").contains(ToyJar.sha256(ToyJar.weights(8)) + ".bin"));
    ModelException e =
        assertThrows(ModelException.class, () -> Model.load(closed(Map.of()), "nested", options));
    assertEquals("no model nested on the class path: no sinter/nested/model.json", e.getMessage());
  }

  @Test
  void secondClassLoaderLoadsTheSameLibrary() throws Exception {
    Path jar = ToyJar.write(directory.resolve("twice.jar"), ToyJar.files("twice", 6));
    runs(Model.load(jar, options), 6);
    URL runtime = Model.class.getProtectionDomain().getCodeSource().getLocation();
    for (int i = 0; i < 2; i++) {
      try (URLClassLoader loader = new URLClassLoader(new URL[] {runtime}, null)) {
        Class<?> type = loader.loadClass("org.sinter.runtime.Model");
        assertNotSame(Model.class, type);
        Class<?> settings = loader.loadClass("org.sinter.runtime.Options");
        Object own =
            settings
                .getMethod("withCache", Path.class)
                .invoke(settings.getMethod("defaults").invoke(null), cache);
        AutoCloseable model =
            (AutoCloseable) type.getMethod("load", Path.class, settings).invoke(null, jar, own);
        assertEquals("v3", type.getMethod("level").invoke(model));
        model.close();
      }
    }
  }

  @Test
  void damageIsNamed() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>(ToyJar.files("bad", 3));
    files.put("sinter/bad/linux-x86_64.so", new byte[100]);
    refused("SHA-256", files);
    files = new LinkedHashMap<>(ToyJar.files("bad", 3));
    files.put("sinter/bad/weights-0.bin", new byte[32]);
    refused("has 32 bytes, model.json says 64", files);
    files.remove("sinter/bad/weights-0.bin");
    refused("no ", files);
    files.put("sinter/bad/model.json", "{}".getBytes(StandardCharsets.UTF_8));
    refused("model.json.format: an integer expected", files);
    files.put("sinter/two/model.json", new byte[0]);
    refused("one sinter/NAME/model.json expected", files);
  }

  private static void refused(String part, Map<String, byte[]> files) {
    Path jar = ToyJar.write(directory.resolve("bad.jar"), files);
    String message =
        assertThrows(ModelException.class, () -> Model.load(jar, options)).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void damagedMetadataIsNamed() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>(ToyJar.files("meta", 3));
    byte[] jar = ToyJar.jar(Map.of("sinter/meta/model.json", new byte[100]), false);
    int directoryAt = jar.length - 22 - 46 - "sinter/meta/model.json".length();
    jar[directoryAt + 16] ^= 1; // its only entry's CRC-32
    Path path = Files.write(directory.resolve("crc.jar"), jar);
    String message =
        assertThrows(ModelException.class, () -> Model.load(path, options)).getMessage();
    assertTrue(message.endsWith("model.json is damaged: its CRC-32 differs"), message);
    files.put("sinter/meta/model.json", "{}".getBytes(StandardCharsets.UTF_8));
    message =
        assertThrows(ModelException.class, () -> Model.load(closed(files), "meta", options))
            .getMessage();
    assertTrue(message.contains("model.json is damaged: its SHA-256 is"), message);
  }

  @Test
  void libraryThatDoesNotLoadIsNamed() {
    byte[] foreign = ToyJar.library(org.sinter.codegen.target.System.LINUX_AARCH64, CpuLevel.NEON);
    Map<String, byte[]> files = ToyJar.files("foreign", foreign, ToyJar.weights(1));
    refused("cannot be loaded; if its directory is mounted noexec, choose another", files);
  }

  /** Whatever the damage, loading ends with a model that runs or with an error. */
  @Test
  void mutatedJarsNeverEscape() throws Exception {
    byte[] jar = ToyJar.jar(ToyJar.files("fuzz", 3), false);
    int refused = 0;
    int count = 2000 * Integer.getInteger("sinter.fuzz", 1);
    System.out.println("fuzz: " + count + " mutations of a model jar");
    for (int seed = 0; seed < count; seed++) {
      Random random = new Random(seed);
      byte[] bytes = jar.clone();
      int from = random.nextBoolean() ? 0 : bytes.length - 600; // the directory lies at the end
      for (int i = random.nextInt(3); i >= 0; i--) {
        bytes[from + random.nextInt(bytes.length - from)] ^= (byte) (1 << random.nextInt(8));
      }
      Path path = Files.write(directory.resolve("fuzz.jar"), bytes);
      try (Model model = Model.load(path, options)) {
        model.run(ToyModelTest.inputs(new float[2], 1));
      } catch (ModelException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertTrue(refused > count / 7 && refused < count, "refused " + refused);
  }

  @Test
  void verifyFindsChangedWeights() {
    Map<String, byte[]> files = new LinkedHashMap<>(ToyJar.files("flip", 3));
    byte[] weights = ToyJar.weights(3);
    weights[40] ^= 1;
    files.put("sinter/flip/weights-0.bin", weights);
    try (Model model = Model.load(ToyJar.write(directory.resolve("flip.jar"), files), options)) {
      String message = assertThrows(ModelException.class, model::verify).getMessage();
      assertTrue(message.startsWith("weights weights-0.bin is damaged"), message);
    }
  }

  @Test
  void thousandLoadsDoNotGrow() throws Exception {
    Path jar = ToyJar.write(directory.resolve("often.jar"), ToyJar.files("often", 3));
    float[] x = ToyModelTest.ramp(2000);
    List<Integer> mappings = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      try (Model model = Model.load(jar, options)) {
        ToyModelTest.check(model.run(ToyModelTest.inputs(x, 1)), x, 3);
      }
      if (i % 400 == 100) {
        mappings.add(Files.readAllLines(Path.of("/proc/self/maps")).size());
      }
    }
    int growth = mappings.get(2) - mappings.get(1);
    assertTrue(growth < 50, "mappings of this process: " + mappings);
  }
}
