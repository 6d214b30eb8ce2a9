package org.sinter.frontend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assertions;
import org.sinter.ir.diag.CompileException;

/** Seeded damage to files: only a {@link CompileException} may come out of a reader. */
public final class Mutations {
  private static final int[] MAGIC = {
    0, 1, 0x7f, 0x80, 0xff, '{', '}', '[', ']', '"', ',', '-', '9'
  };
  private final Random random;

  public Mutations(long seed) {
    random = new Random(seed);
  }

  /** The number of mutations per seed file: what is usual, {@code -Dsinter.fuzz} times. */
  public static int count(int usual) {
    return usual * Integer.getInteger("sinter.fuzz", 1);
  }

  /** Tells how many there were; {@code .ci/run} adds them up. */
  public static void report(int count, String what) {
    System.out.println("fuzz: " + count + " mutations of " + what);
  }

  /** Damages {@code valid} {@code count} times and lets {@code reader} loose on each result. */
  public static void fuzz(
      Path directory, String name, byte[] valid, int count, Consumer<Path> reader)
      throws IOException {
    Path file = directory.resolve("fuzz-" + name);
    int refused = 0;
    for (int seed = 0; seed < count; seed++) {
      Files.write(file, new Mutations(seed).mutate(valid));
      refused += run(file, name, seed, reader) ? 0 : 1;
    }
    report(count, name);
    Assertions.assertTrue(refused > count / 20, name + ": only " + refused + " refused");
  }

  private static boolean run(Path file, String name, int seed, Consumer<Path> reader) {
    try {
      reader.accept(file);
      return true;
    } catch (CompileException e) {
      Assertions.assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      return false;
    } catch (Throwable e) {
      throw new AssertionError("mutation " + seed + " of " + name + " at " + file, e);
    }
  }

  /** One to four pieces of damage. */
  public byte[] mutate(byte[] valid) {
    byte[] bytes = valid.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes = bytes.length == 0 ? new byte[] {1} : once(bytes);
    }
    return bytes;
  }

  private byte[] once(byte[] bytes) {
    int at = position(bytes.length);
    int length = 1 + random.nextInt(Math.min(64, bytes.length - at));
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> flip(bytes, at);
      case 2 -> set(bytes, at, (byte) MAGIC[random.nextInt(MAGIC.length)]);
      case 3 -> splice(bytes, at, at + length, new byte[0]);
      case 4 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
      case 5 -> splice(bytes, at, at + 1, hugeVarint());
      case 6 -> splice(bytes, position(bytes.length), position(bytes.length), random(length));
      default -> set(bytes, at, (byte) random.nextInt());
    };
  }

  /** Half of the damage goes where the headers are. */
  private int position(int length) {
    return random.nextInt(random.nextBoolean() ? length : Math.min(length, 512));
  }

  private byte[] flip(byte[] bytes, int at) {
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private static byte[] set(byte[] bytes, int at, byte value) {
    bytes[at] = value;
    return bytes;
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] hugeVarint() {
    byte[] bytes = new byte[1 + random.nextInt(11)];
    Arrays.fill(bytes, (byte) 0xff);
    bytes[bytes.length - 1] = (byte) random.nextInt(128);
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] piece) {
    int low = Math.min(from, to);
    int high = Math.max(from, to);
    byte[] result = new byte[bytes.length - (high - low) + piece.length];
    System.arraycopy(bytes, 0, result, 0, low);
    System.arraycopy(piece, 0, result, low, piece.length);
    System.arraycopy(bytes, high, result, low + piece.length, bytes.length - high);
    return result;
  }
}
