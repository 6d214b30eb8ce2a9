package org.sinter.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache that nobody chose is used only where no other user can put code. */
class CacheTest {
  @TempDir Path directory;

  private boolean isOpen(String permissions) throws IOException {
    Assumptions.assumeTrue(
        directory.getFileSystem().supportedFileAttributeViews().contains("unix"),
        "no permissions here");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    return Cache.isOpen(directory);
  }

  @Test
  void ownAndPrivate() throws IOException {
    assertFalse(isOpen("rwx------"));
    assertFalse(isOpen("rwxr-xr-x"));
    assertTrue(directory.toFile().list().length == 0);
  }

  @Test
  void othersMayWrite() throws IOException {
    assertTrue(isOpen("rwxrwx---"));
    assertTrue(isOpen("rwxr-xrwx"));
  }

  @Test
  void linkOfWhoever() throws IOException {
    assertFalse(isOpen("rwx------"));
    Path link = directory.resolve("link");
    Files.createSymbolicLink(link, Files.createDirectory(directory.resolve("target")));
    assertTrue(Cache.isOpen(link));
  }

  @Test
  void anotherOwner() throws IOException {
    assertFalse(isOpen("rwx------"));
    try {
      Files.setAttribute(directory, "unix:uid", 12345);
    } catch (IOException e) {
      Assumptions.abort("only root gives directories away");
    }
    Assumptions.assumeTrue(Files.isWritable(directory), "only root writes there");
    assertTrue(Cache.isOpen(directory));
  }
}
