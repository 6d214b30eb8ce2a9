package org.sinter.runtime;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Map;
import java.util.zip.CRC32;

/** The directory of extracted files, named by their SHA-256, written once and renamed. */
final class Cache {
  private static final int CHUNK = 1 << 16;
  private static final long MAX_LIBRARY = 1L << 30;
  private static final String FACTS = "unix:mode,uid";
  private static final int WRITABLE = 0022; // by the group or by others
  private static final Path HOME = home();
  private static final Object SELF = self();

  private final Path directory;

  private Cache(Path directory) {
    this.directory = directory;
  }

  /** A given directory, {@code -Dsinter.cache}, or the user's cache directory. */
  static Cache of(Path given) {
    String property = System.getProperty("sinter.cache");
    if (given != null || property != null) {
      Path directory = given != null ? given : Paths.get(property);
      return new Cache(create(directory.toAbsolutePath(), false));
    }
    String user = System.getProperty("user.name", "user");
    Path temporary = Paths.get(System.getProperty("java.io.tmpdir"), "sinter-" + user);
    try {
      return new Cache(create(HOME, true));
    } catch (ModelException e) {
      return new Cache(create(temporary, true));
    }
  }

  private static Path home() {
    String base = System.getenv("XDG_CACHE_HOME");
    if (base == null || base.isEmpty()) {
      base = System.getenv("LOCALAPPDATA");
    }
    if (base == null || base.isEmpty()) {
      base = System.getProperty("user.home", "") + "/.cache";
    }
    return Paths.get(base, "sinter").toAbsolutePath();
  }

  /** A directory that nobody chose must be {@code ours}: another user could put code there. */
  private static Path create(Path directory, boolean ours) {
    try {
      if (!Files.isDirectory(directory)) {
        createPrivate(directory);
      }
      if (!Files.isWritable(directory) || ours && isOpen(directory)) {
        throw new ModelException(
            "cache directory " + directory + " cannot be written, or not by us alone");
      }
      return directory;
    } catch (IOException e) {
      throw new ModelException("cache directory " + directory + " cannot be made: " + e, e);
    }
  }

  private static void createPrivate(Path directory) throws IOException {
    if (directory.getParent() != null) {
      Files.createDirectories(directory.getParent());
    }
    if (isPosix(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(directory);
    }
  }

  private static boolean isPosix(Path directory) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /** Whether others may write there, or one of them owns it; true of a symbolic link. */
  static boolean isOpen(Path directory) throws IOException {
    try {
      Map<String, Object> facts = Files.readAttributes(directory, FACTS, LinkOption.NOFOLLOW_LINKS);
      return ((int) facts.get("mode") & WRITABLE) != 0 || !isOwn(directory, facts.get("uid"));
    } catch (UnsupportedOperationException e) {
      return false; // Windows
    }
  }

  /** The user of this process where Linux says it, else {@code null}. */
  private static Object self() {
    try {
      return Files.readAttributes(Paths.get("/proc/self"), FACTS).get("uid");
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  /** Whether {@code owner} is this process: {@link #SELF}, or the owner of a file that we make. */
  private static boolean isOwn(Path directory, Object owner) throws IOException {
    if (owner.equals(SELF)) {
      return true;
    }
    Path file = Files.createTempFile(directory, "part-", ".tmp"); // costs a new JVM 20 ms
    try {
      return owner.equals(Files.readAttributes(file, FACTS).get("uid"));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  Path directory() {
    return directory;
  }

  /** The library {@code file}: extracted, or found and compared with the jar's CRC or its hash. */
  Path library(Source source, String file, String sha256) throws IOException {
    Path path = directory.resolve(sha256 + suffix(file));
    if (!Files.isRegularFile(path) || !matches(path, source.crc(file), sha256)) {
      extract(source, file, sha256, path, MAX_LIBRARY);
    }
    return path;
  }

  /** Weights that do not lie open in a file: extracted, or found with the right length. */
  Path weights(Source source, Metadata.WeightsFile weights) throws IOException {
    Path path = directory.resolve(weights.sha256() + suffix(weights.file()));
    if (!Files.isRegularFile(path) || Files.size(path) != weights.bytes()) {
      extract(source, weights.file(), weights.sha256(), path, weights.bytes());
    }
    return path;
  }

  private static String suffix(String file) {
    return file.substring(Math.max(file.lastIndexOf('.'), 0));
  }

  private static boolean matches(Path path, long crc, String sha256) throws IOException {
    if (crc < 0) {
      try (InputStream in = new FileInputStream(path.toFile())) {
        return copy(in, OutputStream.nullOutputStream(), MAX_LIBRARY).equals(sha256);
      }
    }
    CRC32 sum = new CRC32();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = new FileInputStream(path.toFile())) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        sum.update(chunk, 0, count);
      }
    }
    return sum.getValue() == crc;
  }

  private void extract(Source source, String file, String sha256, Path path, long limit)
      throws IOException {
    Path temporary = Files.createTempFile(directory, "part-", ".tmp");
    try (InputStream in = source.open(file)) {
      if (in == null) {
        throw new ModelException("no " + source.where(file));
      }
      String hash;
      try (OutputStream out = Files.newOutputStream(temporary)) {
        hash = copy(in, out, limit);
      }
      SourceReader.requireSame(source.where(file), hash, sha256);
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ModelException(
          source.where(file) + " cannot be extracted to " + directory + ": " + e, e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Copies {@code limit} bytes at most (one more makes the hash differ); returns the hash. */
  private static String copy(InputStream in, OutputStream out, long limit) throws IOException {
    MessageDigest digest = SourceReader.sha256();
    byte[] chunk = new byte[CHUNK];
    long left = limit + 1;
    for (int count = in.read(chunk); count >= 0 && left > 0; count = in.read(chunk)) {
      count = (int) Math.min(count, left);
      digest.update(chunk, 0, count);
      out.write(chunk, 0, count);
      left -= count;
    }
    return SourceReader.hex(digest.digest());
  }
}
