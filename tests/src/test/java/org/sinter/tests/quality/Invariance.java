package org.sinter.tests.quality;

import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.opentest4j.TestAbortedException;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.tests.minilm.MiniLm;

/**
 * Whether a text's vector stays the same, bit for bit, when the text has others beside it, or
 * padding, or is computed by more threads: 200 texts alone, in batches of 2, 7 and 32 in several
 * orders, and with up to 40 places of padding.
 */
public final class Invariance {
  static final int TEXTS = 200;

  private static final long[] PADDING = {1, 3, 8, 17, 40};

  private final List<long[]> texts;
  private final double[][] alone;
  private int compared;
  private int different;
  private double least = 1;

  Invariance(List<long[]> texts, Vectors.Encoder encoder) {
    this.texts = texts;
    this.alone = new Vectors(encoder, 1).of(texts);
  }

  /** Sentences of the STS benchmark, or texts of their lengths where that is absent. */
  static List<long[]> texts() throws IOException {
    try {
      return Tokens.of(Pair.sentences(Pair.dev())).subList(0, TEXTS);
    } catch (TestAbortedException absent) {
      Random random = new Random(9);
      return Arrays.stream(Lengths.some(TEXTS, 9)).mapToObj(n -> random(random, n)).toList();
    }
  }

  private static long[] random(Random random, int length) {
    long[] ids = random.longs(length, 1000, 29000).toArray();
    ids[0] = 101;
    ids[length - 1] = 102;
    return ids;
  }

  /** Compares every text's vector with the one that it had alone. */
  Invariance check(Vectors.Encoder encoder) {
    for (int size : new int[] {2, 7, 32}) {
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        order.add(i);
      }
      Collections.shuffle(order, new Random(size));
      for (int begin = 0; begin < order.size(); begin += size) {
        batch(encoder, order.subList(begin, Math.min(begin + size, order.size())), 0);
      }
    }
    for (int i = 0; i < texts.size(); i++) {
      batch(encoder, List.of(i), (int) PADDING[i % PADDING.length]);
    }
    return this;
  }

  private void batch(Vectors.Encoder encoder, List<Integer> numbers, int padding) {
    List<long[]> some = numbers.stream().map(texts::get).toList();
    double[][] vectors = Vectors.of(encoder, some, padding);
    for (int i = 0; i < vectors.length; i++) {
      double[] expected = alone[numbers.get(i)];
      compared++;
      if (!Arrays.equals(expected, vectors[i])) {
        different++;
        least = Math.min(least, Vectors.cosine(expected, vectors[i]));
      }
    }
  }

  int different() {
    return different;
  }

  @Override
  public String toString() {
    String how = different == 0 ? "" : String.format(", least cosine %.6f", least);
    return String.format(
        "%d of %d vectors differ from the text's alone%s", different, compared, how);
  }

  /** Ours by a pipeline, in one and two threads against one; both of the peer's files. */
  public static void main(String[] arguments) throws Exception {
    String pipeline = arguments.length > 0 ? arguments[0] : "int8";
    Path jar = MiniLm.jar("invariance", "--target", "linux-x86_64", "--pipeline", pipeline);
    System.out.println(pipeline + ": " + of(jar, texts()));
    Path directory = Files.createTempDirectory("sinter-invariance");
    for (Path onnx : List.of(MiniLm.quantized(directory), MiniLm.onnx(directory))) {
      try (OrtSession session = MiniLm.peer(onnx, 1)) {
        Vectors.Encoder encoder = inputs -> Peer.run(session, inputs);
        Invariance peer = new Invariance(texts(), encoder).check(encoder);
        System.out.println("ONNX Runtime, " + onnx.getFileName() + ": " + peer);
      }
      Files.delete(onnx);
    }
    Files.delete(directory);
  }

  /** By one thread and by two, against the texts alone by one thread. */
  static Invariance of(Path jar, List<long[]> texts) {
    try (Model one = Model.load(jar, Options.defaults().withThreads(1));
        Model two = Model.load(jar, Options.defaults().withThreads(2))) {
      Invariance all = new Invariance(texts, Vectors.encoder(one));
      return all.check(Vectors.encoder(one)).check(Vectors.encoder(two));
    }
  }
}
