package org.sinter.cli.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sinter.runtime.Tensor;
import org.sinter.runtime.TensorSpec;

/**
 * Inputs that a model accepts: indices within the tables that they look up, ones where a mask is
 * meant, floats of a normal distribution, zeros for the rest. The same every time.
 */
public final class InputMaker {
  private static final Pattern CHECK = Pattern.compile("(.+) out of range: (\\d+) rows of .*");
  private static final long MAX_BYTES = 1L << 30;

  private final Map<String, Long> rows = new HashMap<>();
  private final long seed;

  /** {@code checks} of model.json say which input indexes how many rows. */
  public InputMaker(List<String> checks) {
    this(checks, 0);
  }

  /** Other inputs for each seed. */
  public InputMaker(List<String> checks, long seed) {
    this.seed = seed;
    for (String check : checks) {
      Matcher found = CHECK.matcher(check);
      if (found.matches() && found.group(2).length() < 18) {
        rows.merge(found.group(1), Long.parseLong(found.group(2)), Math::min);
      }
    }
  }

  /** Direct tensors for these inputs. */
  public Map<String, Tensor> make(List<TensorSpec> inputs, Shape shape) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (TensorSpec input : inputs) {
      tensors.put(input.name(), tensor(input, input.shapeFor(shape.symbols())));
    }
    return tensors;
  }

  private Tensor tensor(TensorSpec input, long[] dims) {
    long count = 1;
    for (long dim : dims) {
      count = Math.multiplyExact(count, dim);
    }
    if (count < 0 || count > MAX_BYTES / input.type().bytes()) {
      throw new IllegalArgumentException("input " + input + " would take more than 1 GiB");
    }
    int bytes = (int) (count * input.type().bytes());
    ByteBuffer data =
        ByteBuffer.allocateDirect((bytes + 63 & -64) + 64).alignedSlice(64).slice(0, bytes);
    fill(input, data.order(ByteOrder.LITTLE_ENDIAN));
    return Tensor.of(input.type(), data.rewind(), dims);
  }

  private void fill(TensorSpec input, ByteBuffer data) {
    Random random = new Random(input.name().hashCode() + seed);
    boolean mask = input.name().toLowerCase(java.util.Locale.ROOT).contains("mask");
    long bound = rows.getOrDefault(input.name(), 1L);
    while (data.hasRemaining()) {
      long whole = mask ? 1 : (long) (random.nextDouble() * bound);
      double real = mask ? 1 : random.nextGaussian();
      switch (input.type()) {
        case F64 -> data.putDouble(real);
        case F32 -> data.putFloat((float) real);
        case I64, U64 -> data.putLong(whole);
        case I32, U32 -> data.putInt((int) whole);
        case I16, U16 -> data.putShort((short) whole);
        case F16, BF16 -> data.putShort((short) 0);
        case BOOL -> data.put((byte) 1);
        case I8, U8, I4, U4, I2, U2 -> data.put((byte) Math.min(whole, 1));
        default -> data.put((byte) 0);
      }
    }
  }
}
