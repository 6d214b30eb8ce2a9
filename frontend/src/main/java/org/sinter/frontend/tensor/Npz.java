package org.sinter.frontend.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.sinter.frontend.file.Failure;
import org.sinter.frontend.file.FileSlice;
import org.sinter.frontend.file.HeapBudget;
import org.sinter.frontend.file.Replacement;
import org.sinter.ir.Tensor;

/** NumPy's archives: a zip of {@code NAME.npy}. */
public final class Npz {
  private static final int MAX_ENTRIES = 1 << 16;
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /** The arrays by name; what the archive expands to is bounded by the heap. */
  public static Map<String, Tensor> read(Path file) {
    return read(file, HeapBudget.half());
  }

  static Map<String, Tensor> read(Path file, HeapBudget budget) {
    FileSlice.of(file);
    Map<String, Tensor> tensors = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() > MAX_ENTRIES) {
        throw Failure.at(file, "", zip.size() + " entries, over " + MAX_ENTRIES);
      }
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (tensors.put(name(file, entry), tensor(file, zip, entry, budget)) != null) {
          throw Failure.at(file, entry.getName(), "a second array of this name");
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw Failure.at(file, "", "damaged archive", e);
    }
    return tensors;
  }

  /** Writes arrays in the order of their names, not compressed. */
  public static void write(Path file, Map<String, Tensor> tensors) {
    tensors.forEach((name, tensor) -> checkType(file, name, tensor));
    Replacement.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          for (Map.Entry<String, Tensor> entry : new TreeMap<>(tensors).entrySet()) {
            put(zip, entry.getKey() + ".npy", entry.getValue());
          }
          zip.finish();
        });
  }

  private static String name(Path file, ZipEntry entry) {
    if (!entry.getName().endsWith(".npy")) {
      throw Failure.at(file, entry.getName(), "not an .npy entry");
    }
    return entry.getName().substring(0, entry.getName().length() - 4);
  }

  private static Tensor tensor(Path file, ZipFile zip, ZipEntry entry, HeapBudget budget)
      throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return Npy.read(ByteBuffer.wrap(expand(file, entry, in, budget)));
    } catch (IllegalArgumentException | IOException e) {
      throw Failure.at(file, entry.getName(), "damaged npy", e);
    }
  }

  private static byte[] expand(Path file, ZipEntry entry, InputStream in, HeapBudget budget)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] piece = new byte[1 << 16];
    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
      if (!budget.take(3L * n) || bytes.size() > Integer.MAX_VALUE / 2) {
        throw Failure.at(file, entry.getName(), "expands to more than the heap allows");
      }
      bytes.write(piece, 0, n);
    }
    return bytes.toByteArray();
  }

  private static void checkType(Path file, String name, Tensor tensor) {
    try {
      NpyType.name(tensor.type());
    } catch (IllegalArgumentException e) {
      throw Failure.at(file, name, "cannot be written", e);
    }
  }

  private static void put(ZipOutputStream zip, String name, Tensor tensor) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Npy.write(bytes, tensor);
    CRC32 crc = new CRC32();
    crc.update(bytes.toByteArray());
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.size());
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(EPOCH);
    zip.putNextEntry(entry);
    bytes.writeTo(zip);
    zip.closeEntry();
  }
}
