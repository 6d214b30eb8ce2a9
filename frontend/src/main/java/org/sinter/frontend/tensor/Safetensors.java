package org.sinter.frontend.tensor;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sinter.frontend.file.Failure;
import org.sinter.frontend.file.FileSlice;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.ir.Tensor;

/** A safetensors file: 8 bytes of header length, a JSON header, then the tensors' bytes. */
public record Safetensors(Path file, Map<String, Entry> entries, Map<String, String> metadata) {
  private static final int MAX_HEADER = 100_000_000;

  /** One tensor, left in the file. */
  public record Entry(String name, DType type, List<Long> shape, FileSlice slice) {
    public long size() {
      return Sizes.count(dims()).orElseThrow();
    }

    public long[] dims() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** The elements, mapped when read; for tensors of any size. */
    public Elements elements() {
      return MappedElements.of(type, size(), slice);
    }

    /** The tensor over the mapped bytes; up to 2 GiB. */
    public Tensor tensor() {
      if (size() > Integer.MAX_VALUE) {
        throw Failure.at(slice.file(), name, size() + " elements are too many for memory");
      }
      ByteBuffer bytes = slice.map();
      boolean packed = type.bits() < 8;
      return new Tensor(
          type, dims(), packed ? PackedElements.unpack(type, (int) size(), bytes) : bytes);
    }
  }

  /** One tensor to write. */
  public record Content(long[] shape, Elements elements) {}

  public static Safetensors read(Path file) {
    FileSlice slice = FileSlice.of(file);
    if (slice.length() < 8) {
      throw Failure.at(file, "", slice.length() + " bytes are no safetensors file");
    }
    long header = slice.part(0, 8).map().getLong();
    if (header < 0 || header > MAX_HEADER || header > slice.length() - 8) {
      throw Failure.at(
          file, "byte 0", "a header of " + Long.toUnsignedString(header) + " bytes does not fit");
    }
    FileSlice data = slice.part(8 + header, slice.length() - 8 - header);
    SafetensorsHeader parsed = SafetensorsHeader.read(slice.part(8, header), data);
    checkCover(file, parsed.entries(), data);
    return new Safetensors(file, parsed.entries(), parsed.metadata());
  }

  /** The tensor of that name. */
  public Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw Failure.at(file, name, "no such tensor");
    }
    return entry;
  }

  /** All tensors, by name. */
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    entries.forEach((name, entry) -> tensors.put(name, entry.tensor()));
    return tensors;
  }

  /** Writes tensors in the order of their names. */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    Map<String, Content> contents = new TreeMap<>();
    tensors.forEach((name, tensor) -> contents.put(name, new Content(tensor.shape(), tensor)));
    stream(file, contents, metadata);
  }

  /** Writes elements, from wherever they lie, piece by piece in the order of their names. */
  public static void stream(Path file, Map<String, Content> tensors, Map<String, String> metadata) {
    SafetensorsWriter.write(file, new TreeMap<>(tensors), new TreeMap<>(metadata));
  }

  /** The format leaves neither holes nor overlaps. */
  private static void checkCover(Path file, Map<String, Entry> entries, FileSlice data) {
    Comparator<Entry> byPlace =
        Comparator.comparingLong((Entry e) -> e.slice().offset())
            .thenComparingLong(e -> e.slice().length());
    long end = data.offset();
    for (Entry entry : entries.values().stream().sorted(byPlace).toList()) {
      if (entry.slice().offset() != end) {
        String fault = entry.slice().offset() < end ? "overlaps the one before" : "follows a hole";
        throw Failure.at(file, entry.name(), "the data " + fault);
      }
      end += entry.slice().length();
    }
    if (end != data.offset() + data.length()) {
      throw Failure.at(file, "byte " + end, "bytes that belong to no tensor");
    }
  }
}
