package org.sinter.codegen.llvm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** QEMU, which runs static programs of AArch64 on this machine. */
public final class Emulator {
  private Emulator() {}

  /** The emulator, as {@code -Dsinter.qemu} or on the path; the test is skipped without one. */
  public static Path required() {
    String given = System.getProperty("sinter.qemu");
    Stream<Path> candidates =
        given != null
            ? Stream.of(Path.of(given))
            : Stream.of(System.getenv("PATH").split(":"))
                .flatMap(
                    directory ->
                        Stream.of("qemu-aarch64", "qemu-aarch64-static")
                            .map(Path.of(directory)::resolve));
    Path found = candidates.filter(Files::isExecutable).findFirst().orElse(null);
    Assumptions.assumeTrue(
        found != null, "no qemu-aarch64 on the path or in -Dsinter.qemu: AArch64 not run");
    return found;
  }

  /** What the program writes when it reads {@code input}. */
  public static byte[] run(Path emulator, byte[] program, byte[] input) {
    try {
      Path file = Files.createTempFile("sinter", ".aarch64");
      try {
        Files.write(file, program);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return run(new ProcessBuilder(emulator.toString(), file.toString()), input);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] run(ProcessBuilder builder, byte[] input) throws IOException {
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(() -> write(process.getOutputStream(), input));
    try (InputStream in = process.getInputStream()) {
      byte[] output = in.readAllBytes();
      writer.join();
      return output;
    }
  }

  private static void write(OutputStream stream, byte[] bytes) {
    try (stream) {
      stream.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
