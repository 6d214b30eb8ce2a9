package org.sinter.codegen.llvm;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sinter.codegen.target.Architecture;
import org.sinter.codegen.target.ObjectFormat;
import org.sinter.codegen.target.System;

/** Freestanding C → LLVM bitcode by the bundled clang; used when this project is built. */
public final class Clang {
  private static final List<String> FLAGS =
      List.of(
          "-std=c11",
          "-O2",
          "-c",
          "-emit-llvm",
          "-ffreestanding",
          "-nostdlib",
          "-nostdinc",
          "-fno-builtin",
          "-fno-stack-protector",
          "-fno-exceptions",
          "-fno-unwind-tables",
          "-fno-asynchronous-unwind-tables",
          "-fno-vectorize",
          "-fno-slp-vectorize",
          "-fvisibility=hidden",
          "-ffp-contract=off",
          "-g0",
          "-Wall",
          "-Wextra",
          "-Werror",
          "-Wno-unused-command-line-argument");

  private final BundledProgram clang =
      new BundledProgram("clang", List.of("libLLVM", "libclang-cpp"));

  /** Compiles every changed C file: {@code args} are the sources' directory and the target's. */
  public static void main(String[] args) throws IOException {
    Path sources = Path.of(args[0]).toAbsolutePath();
    Path target = Path.of(args[1]).toAbsolutePath();
    if (Files.isDirectory(sources)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(sources, "*.c")) {
        for (Path source : files) {
          compileChanged(source, target);
        }
      }
    }
  }

  private static void compileChanged(Path source, Path directory) throws IOException {
    String name = source.getFileName().toString().replaceFirst("\\.c$", ".bc");
    for (System system : System.values()) {
      Path target = directory.resolve(system.id()).resolve(name);
      if (!isCurrent(source, target)) {
        Files.createDirectories(target.getParent());
        new Clang().compile(system, source, target);
      }
    }
  }

  /** Whether {@code target} is younger than its source and than this class with its flags. */
  private static boolean isCurrent(Path source, Path target) throws IOException {
    return Files.exists(target) && isYounger(target, source) && isYounger(target, self());
  }

  private static boolean isYounger(Path file, Path other) throws IOException {
    return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(other)) > 0;
  }

  private static Path self() {
    return Path.of(URI.create(Clang.class.getResource("Clang.class").toString()));
  }

  /** Writes the bitcode of {@code source} for every CPU of {@code system} to {@code target}. */
  void compile(System system, Path source, Path target) {
    List<String> arguments = new ArrayList<>(FLAGS);
    arguments.add("--target=" + system.triple());
    if (system.format() != ObjectFormat.COFF) {
      arguments.add("-fPIC");
    }
    if (system.architecture() == Architecture.AARCH64) {
      arguments.add("-mno-outline-atomics");
    } else {
      arguments.add("-march=x86-64");
    }
    arguments.addAll(List.of(source.getFileName().toString(), "-o", target.toString()));
    clang.run(source.getParent(), arguments);
  }
}
