package org.sinter.tests.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

  private static final int X86_64_BYTES = 3_000_000;

  private static final List<String> VISIBLE =
      List.of("JNI_OnLoad", "Java_org_sinter_runtime_Native_invoke", "sinter_descriptor");

  @TempDir static Path directory;
  private Path onnx;
  private Path jar;

  @BeforeAll
  void compile() throws Exception {
    onnx = MiniLm.onnx(directory);
    jar = compile("all", System.values());
  }

  private Path compile(String name, System... systems) {
    String[] targets = new String[2 * systems.length];
    for (int i = 0; i < systems.length; i++) {
      targets[2 * i] = "--target";
      targets[2 * i + 1] = systems[i].id();
    }
    Path out = directory.resolve(name + ".jar");
    return MiniLm.compile(onnx, out, targets);
  }

  private static byte[] library(Path jar, String name, String file) throws Exception {
    try (ZipFile zip = new ZipFile(jar.toFile());
        InputStream in = zip.getInputStream(zip.getEntry("sinter/" + name + "/" + file))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource(System.class)
  void nothingUndefinedAndOnlyTheAbiVisible(System system) throws Exception {
    byte[] library = library(jar, "all", system.id() + system.suffix());
    assertEquals(List.of(), Symbols.undefined(system, library));
    assertEquals(List.of(), Symbols.foreign(system, library));
    Set<String> exported = Symbols.exported(system, library);
    assertTrue(exported.containsAll(VISIBLE), exported.toString());
  }

  @Test
  void nativeCodeIsSmall() throws Exception {
    byte[] x86 = library(jar, "all", "linux-x86_64.so");
    java.lang.System.out.printf("MiniLM: linux-x86_64.so %,d bytes%n", x86.length);
    assertTrue(x86.length <= X86_64_BYTES, "linux-x86_64: " + x86.length + " bytes");
    for (String level : List.of("v2", "v3", "v4", "v4+vnni+bf16")) {
      String name = level.replace('+', '-');
      Path one =
          MiniLm.compile(
              onnx, directory.resolve(name + ".jar"), "--target", "linux-x86_64:" + level);
      check(level, library(one, name, "linux-x86_64.so"));
    }
    check("neon", library(jar, "all", "linux-aarch64.so"));
  }

  private static void check(String level, byte[] library) {
    java.lang.System.out.printf("MiniLM: code of level %s %,d bytes%n", level, library.length);
    assertTrue(library.length <= LEVEL_BYTES, level + ": " + library.length + " bytes");
  }
}
