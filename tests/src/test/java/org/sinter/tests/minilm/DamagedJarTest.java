package org.sinter.tests.minilm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.runtime.Model;
import org.sinter.runtime.ModelException;
import org.sinter.tests.embed.Texts;

/** A MiniLM jar that was cut off or changed is refused, or gives the right numbers. */
class DamagedJarTest {
  private static final int FLIPS = 60;

  @TempDir static Path directory;
  private static Path jar;
  private static String expected;

  @BeforeAll
  static void copy() throws IOException {
    expected = Texts.numbers(MiniLm.jar().toString());
    jar = Files.copy(MiniLm.jar(), directory.resolve("damaged.jar"));
  }

  @Test
  void flippedBitOfModelJsonIsRefused() throws IOException {
    byte[] content = content("model.json");
    long at = find(content);
    Random random = new Random(11);
    try (FileChannel file = open()) {
      for (int i = 0; i < FLIPS; i++) {
        long place = at + random.nextInt(content.length);
        int bit = 1 << random.nextInt(8);
        flip(file, place, bit);
        assertThrows(ModelException.class, () -> Model.load(jar), "byte " + place);
        flip(file, place, bit);
      }
    }
  }

  /** In new JVMs with empty caches: one that knows the library by its hash does not read it. */
  @Test
  void flippedBitOfTheLibraryIsRefused() throws Exception {
    byte[] content = content("linux-x86_64.so");
    long at = find(content);
    Random random = new Random(13);
    try (FileChannel file = open()) {
      for (int i = 0; i < 8; i++) {
        long place = at + random.nextInt(content.length);
        int bit = 1 << random.nextInt(8);
        flip(file, place, bit);
        List<String> cache = List.of("-Dsinter.cache=" + directory.resolve("cache" + i));
        Child child = Child.run(Child.home(), cache, "Numbers", jar);
        assertEquals(1, child.code(), "byte " + place);
        assertTrue(child.errors().contains("ModelException"), child.errors());
        assertTrue(child.errors().contains("linux-x86_64.so"), child.errors());
        flip(file, place, bit);
      }
    }
  }

  /** A changed date is none of the runtime's business: the numbers are right, then. */
  @Test
  void flippedBitInTheDirectoryIsRefusedOrHarmless() throws IOException {
    Random random = new Random(12);
    int refused = 0;
    try (FileChannel file = open()) {
      for (int i = 0; i < FLIPS; i++) {
        long place = file.size() - 1 - random.nextInt(700);
        int bit = 1 << random.nextInt(8);
        flip(file, place, bit);
        refused += isRefused() ? 1 : 0;
        flip(file, place, bit);
      }
    }
    assertTrue(refused > FLIPS / 4, refused + " of " + FLIPS + " were refused");
  }

  private static byte[] content(String name) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile());
        InputStream in = zip.getInputStream(zip.getEntry("sinter/minilm/" + name))) {
      return in.readAllBytes();
    }
  }

  /** Where these stored bytes lie, near the end of the jar. */
  private static long find(byte[] content) throws IOException {
    try (FileChannel file = open()) {
      long from = Math.max(0, file.size() - (4 << 20));
      ByteBuffer tail = ByteBuffer.allocate((int) (file.size() - from));
      file.read(tail, from);
      for (int i = tail.capacity() - content.length; i >= 0; i--) {
        if (Arrays.equals(tail.array(), i, i + content.length, content, 0, content.length)) {
          return from + i;
        }
      }
      throw new IllegalStateException("not stored as it is");
    }
  }

  @Test
  void flippedWeightIsFoundByVerify() throws IOException {
    try (FileChannel file = open()) {
      flip(file, 50_000_000, 4);
      try (Model model = Model.load(jar)) {
        String message = assertThrows(ModelException.class, model::verify).getMessage();
        assertTrue(message.contains("weights-0.bin"), message);
      }
      flip(file, 50_000_000, 4);
    }
  }

  @Test
  void cutOff() throws IOException {
    Path cut = Files.copy(jar, directory.resolve("cut.jar"));
    long bytes = Files.size(cut);
    long[] sizes = {bytes - 1, bytes - 30, bytes - 5000, bytes - 200_000, bytes / 2, 70_000, 10, 0};
    try (FileChannel file = FileChannel.open(cut, StandardOpenOption.WRITE)) {
      for (long size : sizes) {
        file.truncate(size);
        String message = assertThrows(ModelException.class, () -> Model.load(cut)).getMessage();
        assertTrue(message.contains("cut.jar"), message);
      }
    }
  }

  private static FileChannel open() throws IOException {
    return FileChannel.open(jar, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void flip(FileChannel file, long at, int bit) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    file.read(one, at);
    one.put(0, (byte) (one.get(0) ^ bit));
    file.write(one.rewind(), at);
  }

  private static boolean isRefused() {
    try {
      assertEquals(expected, Texts.numbers(jar.toString()));
      return false;
    } catch (ModelException e) {
      return true;
    }
  }
}
