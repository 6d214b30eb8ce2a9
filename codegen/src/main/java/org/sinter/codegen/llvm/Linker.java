package org.sinter.codegen.llvm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sinter.codegen.target.Architecture;
import org.sinter.codegen.target.System;

/** Objects → a shared library with nothing undefined and nothing visible but {@link Exports}. */
public final class Linker {
  /** Enough of the system's library for the loader of macOS, which refuses one that needs none. */
  private static final String LIB_SYSTEM =
      """
      --- !tapi-tbd
      tbd-version: 4
      targets: [ arm64-macos ]
      install-name: '/usr/lib/libSystem.B.dylib'
      current-version: 1
      exports:
        - targets: [ arm64-macos ]
          symbols: [ dyld_stub_binder ]
      ...
      """;

  private Linker() {}

  /** The bytes of the library; the same objects give the same bytes. */
  public static byte[] link(System system, List<byte[]> objects) {
    try (TemporaryDirectory directory = new TemporaryDirectory()) {
      List<String> inputs = new ArrayList<>();
      for (int i = 0; i < objects.size(); i++) {
        inputs.add(i + ".o");
        directory.write(i + ".o", objects.get(i));
      }
      List<String> command = new ArrayList<>(arguments(system, directory, objects));
      command.addAll(inputs);
      Lld.PROGRAM.run(directory.path(), command);
      return directory.read("library");
    }
  }

  private static List<String> arguments(
      System system, TemporaryDirectory directory, List<byte[]> objects) {
    return switch (system.format()) {
      case ELF -> elf(system, directory);
      case MACH_O -> machO(directory);
      case COFF -> coff(objects);
    };
  }

  private static List<String> elf(System system, TemporaryDirectory directory) {
    directory.write("exports", Exports.elf().getBytes(StandardCharsets.UTF_8));
    String page = system.architecture() == Architecture.AARCH64 ? "16384" : "4096";
    return List.of(
        "-flavor",
        "gnu",
        "-shared",
        "-o",
        "library",
        "--version-script=exports",
        "--undefined-version",
        "--no-undefined",
        "--gc-sections",
        "--icf=all",
        "--build-id=none",
        "--hash-style=gnu",
        "--strip-all",
        "--no-rosegment",
        "-O2",
        "-z",
        "max-page-size=" + page,
        "-z",
        "noexecstack",
        "-z",
        "now",
        "-Bsymbolic");
  }

  private static List<String> machO(TemporaryDirectory directory) {
    directory.write("exports", Exports.machO().getBytes(StandardCharsets.UTF_8));
    directory.write("libSystem.tbd", LIB_SYSTEM.getBytes(StandardCharsets.UTF_8));
    return List.of(
        "-flavor",
        "darwin",
        "-arch",
        "arm64",
        "-platform_version",
        "macos",
        "11.0",
        "11.0",
        "-dylib",
        "-o",
        "library",
        "-install_name",
        "@rpath/sinter.dylib",
        "-exported_symbols_list",
        "exports",
        "-dead_strip",
        "-x",
        "-S",
        "-adhoc_codesign",
        "-undefined",
        "error",
        "libSystem.tbd");
  }

  private static List<String> coff(List<byte[]> objects) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-flavor",
                "link",
                "/dll",
                "/noentry",
                "/nodefaultlib",
                "/out:library",
                "/machine:x64",
                "/opt:ref",
                "/opt:icf",
                "/Brepro",
                "/ignore:4001"));
    for (String name : CoffSymbols.defined(objects)) {
      if (Exports.matches(name)) {
        arguments.add("/export:" + name + (name.equals("sinter_descriptor") ? ",DATA" : ""));
      }
    }
    return arguments;
  }

  private static final class Lld {
    static final BundledProgram PROGRAM = new BundledProgram("lld", List.of("libLLVM"));
  }
}
