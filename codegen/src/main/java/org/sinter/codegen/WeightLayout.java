package org.sinter.codegen;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.sinter.ir.Constant;
import org.sinter.ir.Elements;

/**
 * Where constants lie in the weights files: each at a multiple of 64 bytes, equal bytes once, a new
 * file where one would pass the limit.
 *
 * @param places one for each constant
 * @param files bytes of each file
 */
public record WeightLayout(List<Place> places, List<Long> files) {
  /** Bytes of a file, unless a single constant is larger. */
  public static final long MAX_FILE_BYTES = 1L << 30;

  private static final int ALIGNMENT = 64;
  private static final int PIECE_BYTES = 1 << 16;

  /**
   * @param isFirst whether this constant is written; false: equal to one before
   */
  public record Place(int file, long offset, boolean isFirst) {}

  /** Reads all constants, in pieces. */
  public static WeightLayout of(List<Constant> constants) {
    return of(constants, MAX_FILE_BYTES);
  }

  static WeightLayout of(List<Constant> constants, long limit) {
    Map<String, Place> known = new HashMap<>();
    List<Place> places = new ArrayList<>();
    List<Long> files = new ArrayList<>();
    for (Constant constant : constants) {
      String key = digest(constant.elements());
      Place same = known.get(key);
      Place place = same != null ? same : append(files, bytes(constant.elements()), limit);
      places.add(new Place(place.file, place.offset, same == null));
      known.put(key, place);
    }
    return new WeightLayout(List.copyOf(places), List.copyOf(files));
  }

  private static Place append(List<Long> files, long bytes, long limit) {
    long padded = Math.max(1, (bytes + ALIGNMENT - 1) / ALIGNMENT) * ALIGNMENT;
    int last = files.size() - 1;
    if (last < 0 || (files.get(last) > 0 && files.get(last) + padded > limit)) {
      files.add(padded);
      return new Place(last + 1, 0, true);
    }
    return new Place(last, files.set(last, files.get(last) + padded), true);
  }

  private static long bytes(Elements elements) {
    return Math.multiplyExact(elements.size(), (long) elements.type().bytes());
  }

  private static String digest(Elements elements) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      read(elements, digest::update);
      return bytes(elements) + ":" + java.util.HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The bytes of the elements as they lie in a weights file, piece by piece. */
  public static void read(Elements elements, Consumer<ByteBuffer> to) {
    int most = PIECE_BYTES / elements.type().bytes();
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long first = 0; first < elements.size(); first += most) {
      piece.clear();
      elements.read(first, (int) Math.min(most, elements.size() - first), piece);
      to.accept(piece.flip());
    }
  }
}
