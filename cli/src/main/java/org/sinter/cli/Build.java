package org.sinter.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sinter.codegen.jar.ModelJar;
import org.sinter.frontend.onnx.OnnxReader;
import org.sinter.ir.Graph;
import org.sinter.passes.Pass;
import org.sinter.runtime.Model;

/** This build of Sinter: two of one version need not do the same. */
final class Build {
  /** A class of each module. */
  private static final List<Class<?>> MODULES =
      List.of(
          Graph.class, OnnxReader.class, Pass.class, ModelJar.class, Model.class, Compiler.class);

  private Build() {}

  /** SHA-256 of all its classes and resources, or of the jars that they are in. */
  static String hash() throws IOException {
    Set<Path> places = new LinkedHashSet<>();
    for (Class<?> each : MODULES) {
      places.add(place(each));
    }
    return hash(places);
  }

  /** Of the files below some directories, by their names there. */
  static String hash(Set<Path> places) throws IOException {
    MessageDigest digest = digest();
    for (Path place : places) {
      for (Path file : files(place)) {
        digest.update(place.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(digest().digest(Files.readAllBytes(file)));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(type + " is nowhere", e);
    }
  }

  private static List<Path> files(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
