package org.sinter.tests.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sinter.codegen.llvm.Symbols;
import org.sinter.codegen.target.System;
import org.sinter.tests.minilm.MiniLm;

/** MiniLM's libraries for all systems lack nothing, show nothing but the ABI, and are small. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibrariesTest {
  /** Of one CPU level's code. */
  private static final int LEVEL_BYTES = 1_000_000;

  private static final List<String> VISIBLE =
      List.of("JNI_OnLoad", "Java_org_sinter_runtime_Native_invoke", "sinter_descriptor");

  @TempDir static Path directory;
  private Path jar;

  @BeforeAll
  void compile() throws Exception {
    List<String> targets = new ArrayList<>();
    for (System system : System.values()) {
      targets.addAll(List.of("--target", system.id()));
    }
    Path onnx = MiniLm.onnx(directory);
    Path out = directory.resolve("all.jar");
    jar = MiniLm.compile(onnx, out, targets.toArray(String[]::new));
  }

  private byte[] library(System system) throws Exception {
    String name = "sinter/all/" + system.id() + system.suffix();
    try (ZipFile zip = new ZipFile(jar.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource(System.class)
  void nothingUndefinedAndOnlyTheAbiVisible(System system) throws Exception {
    byte[] library = library(system);
    assertEquals(List.of(), Symbols.undefined(system, library));
    assertEquals(List.of(), Symbols.foreign(system, library));
    Set<String> exported = Symbols.exported(system, library);
    assertTrue(exported.containsAll(VISIBLE), exported.toString());
  }

  /** A library of all levels below the bound of one bounds each of them. */
  @ParameterizedTest
  @EnumSource(System.class)
  void nativeCodeIsSmall(System system) throws Exception {
    int bytes = library(system).length;
    java.lang.System.out.printf("MiniLM: code for %s, all levels: %,d bytes%n", system, bytes);
    assertTrue(bytes <= LEVEL_BYTES, system + ": " + bytes + " bytes");
  }
}
