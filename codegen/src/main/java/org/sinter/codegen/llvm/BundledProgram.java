package org.sinter.codegen.llvm;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/** A program out of LLVM's jar (lld, clang, llvm-nm), extracted once and run as a child process. */
final class BundledProgram {
  private static final String HOST = Loader.getPlatform();
  private static final boolean WINDOWS = HOST.startsWith("windows");

  private final Path file;

  /** Extracts {@code name} and the libraries that it loads, as {@code libLLVM}. */
  BundledProgram(String name, List<String> libraries) {
    try {
      file = extracted(WINDOWS ? name + ".exe" : name);
      for (String library : libraries) {
        link(extracted(System.mapLibraryName(library.substring(3))));
      }
      if (!file.toFile().canExecute() && !file.toFile().setExecutable(true)) {
        throw new LlvmException("cannot make " + file + " executable");
      }
    } catch (IOException e) {
      throw new LlvmException("cannot extract " + name + " from LLVM's jar: " + e, e);
    }
  }

  private static Path extracted(String name) throws IOException {
    String resource = "/org/bytedeco/llvm/" + HOST + "/" + name;
    File found = Loader.cacheResource(resource);
    if (found == null) {
      throw new LlvmException(resource + " is not on the class path");
    }
    return found.toPath();
  }

  /** Programs ask for {@code libLLVM.so.20.1}; the jar holds {@code libLLVM.so}. */
  private static void link(Path library) throws IOException {
    Path versioned = library.resolveSibling(library.getFileName() + ".20.1");
    if (WINDOWS || Files.exists(versioned)) {
      return;
    }
    try {
      Files.createSymbolicLink(versioned, library.getFileName());
    } catch (FileAlreadyExistsException e) {
      return; // another process was faster
    }
  }

  /** Runs it in {@code directory}; returns what it prints, throws when it fails. */
  String run(Path directory, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(file.toString());
    command.addAll(arguments);
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.directory(directory.toFile()).redirectErrorStream(true);
      builder.environment().put("LD_LIBRARY_PATH", file.getParent().toString());
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new LlvmException(file.getFileName() + " failed: " + output.strip());
      }
      return output;
    } catch (IOException e) {
      throw new LlvmException("cannot run " + file + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LlvmException("interrupted while running " + file, e);
    }
  }
}
