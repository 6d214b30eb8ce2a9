package org.sinter.tests.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.cli.Sinter;
import org.sinter.runtime.Model;
import org.springframework.boot.loader.launch.JarLauncher;

/** {@code java -jar app.jar} where runtime and model are jars within the jar of Spring Boot. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class SpringBootTest {
  private static final String MAIN = "org/sinter/tests/runtime/NestedMain.class";

  @TempDir Path directory;

  private static Path place(Class<?> type) throws Exception {
    URI uri = type.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Path.of(uri);
  }

  private Path application(byte[] model) throws Exception {
    Path path = directory.resolve("app.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(path))) {
      String manifest =
          "Manifest-Version: 1.0\nMain-Class: "
              + JarLauncher.class.getName()
              + "\nStart-Class: "
              + NestedMain.class.getName()
              + "\nEnable-Native-Access: ALL-UNNAMED\n";
      put(jar, "META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8));
      copyLoader(jar);
      put(jar, "BOOT-INF/classes/", new byte[0]);
      byte[] main = Files.readAllBytes(place(NestedMain.class).resolve(MAIN));
      put(jar, "BOOT-INF/classes/" + MAIN, main);
      store(jar, "BOOT-INF/lib/model.jar", model);
      store(jar, "BOOT-INF/lib/runtime.jar", runtime());
    }
    return path;
  }

  private static void copyLoader(JarOutputStream jar) throws Exception {
    try (InputStream file = Files.newInputStream(place(JarLauncher.class));
        JarInputStream loader = new JarInputStream(file)) {
      for (JarEntry entry = loader.getNextJarEntry();
          entry != null;
          entry = loader.getNextJarEntry()) {
        if (entry.getName().endsWith(".class")) {
          put(jar, entry.getName(), loader.readAllBytes());
        }
      }
    }
  }

  private static byte[] runtime() throws Exception {
    Path classes = place(Model.class);
    if (Files.isRegularFile(classes)) {
      return Files.readAllBytes(classes);
    }
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(classes)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        files.put(classes.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return ToyJar.jar(files, false);
  }

  private static void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    jar.putNextEntry(new ZipEntry(name));
    jar.write(bytes);
    jar.closeEntry();
  }

  private static void store(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    jar.putNextEntry(entry);
    jar.write(bytes);
    jar.closeEntry();
  }

  private String run(Path application) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-Xshare:auto",
                "-Dsinter.cache=" + directory.resolve("cache"),
                "-jar",
                application.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.strip();
  }

  @Test
  void nestedModelIsExtractedOnce() throws Exception {
    Path application = application(ToyJar.jar(ToyJar.files("boot", 3), true));
    assertEquals("[3.0, -6.0]", run(application));
    List<FileTime> times = times();
    assertEquals(2, times.size());
    assertEquals("[3.0, -6.0]", run(application));
    assertEquals(times, times());
  }

  /** A jar as the compiler writes it: stored, its weights aligned by padding. */
  @Test
  void compiledModelIsFoundInside() throws Exception {
    Path text =
        Files.writeString(
            directory.resolve("boot.ir"),
            """
            graph(%x: f32[2], %rounds: i64[]) {
              %w = constant {values = [1.0, 2.0]} : f32[2]
              %b = constant {values = [2.0, -2.0]} : f32[2]
              %0 = combine {function = mul} %x %w : f32[2]
              %1 = combine {function = add} %0 %b : f32[2]
              return %1 as y
            }
            """);
    Path jar = directory.resolve("boot.jar");
    int code =
        Sinter.commandLine()
            .execute("compile", text.toString(), "-o", jar.toString(), "--target", "linux-x86_64");
    assertEquals(0, code);
    assertEquals("[3.0, -6.0]", run(application(Files.readAllBytes(jar))));
  }

  private List<FileTime> times() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
      return files
          .sorted()
          .map(
              path -> {
                try {
                  return Files.getLastModifiedTime(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toList();
    }
  }
}
