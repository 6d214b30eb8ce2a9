package org.sinter.cli.measure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.runtime.ElementType;
import org.sinter.runtime.Tensor;

/** How fast this machine reads a buffer of some size again and again, on all threads. */
public final class Bandwidth implements AutoCloseable {
  private static final int LANES = Probe.LANES;

  /** Vectors read in a step, each into a sum of its own. */
  private static final int CHAINS = 8;

  private static final int ROW_BYTES = 4 * Probe.TASKS * CHAINS * LANES;

  private static final long MOST = 1 << 30;

  private final Probe probe;
  private ByteBuffer memory;

  /** Of the code of a CPU level; null: the best that this machine has. */
  public Bandwidth(int threads, String level) throws IOException {
    probe = new Probe(threads, level, compiled -> kernel());
  }

  /** Each task sums up its own part of x: {@code sum[c] += x[task, row, c]}. */
  private static Kernel kernel() {
    Dim rows = Dim.symbol("rows");
    TensorType parts =
        new TensorType(
            DType.F32, List.of(Dim.of(Probe.TASKS), rows, Dim.of(CHAINS), Dim.of(LANES)));
    Buffer x = new Buffer("x", parts);
    return Probe.sums(
        "read",
        x,
        DType.F32,
        CHAINS,
        Expr.of(rows),
        (sum, at) -> sum.plus(Expr.load(x, List.of(at.task(), at.step(), at.chain(), at.lane()))));
  }

  /** GB/s over all threads, reading a buffer of about {@code bytes} bytes. */
  public double gigabytes(Blocks blocks, long bytes) throws Exception {
    long rows = Math.max(1, Math.min(bytes, MOST) / ROW_BYTES);
    ByteBuffer data = buffer((int) (rows * ROW_BYTES));
    Tensor x = Tensor.of(ElementType.F32, data, Probe.TASKS, rows, CHAINS, LANES);
    Map<String, Tensor> inputs = Map.of("x", x);
    double ms = blocks.block(() -> probe.model().run(inputs));
    return data.capacity() / ms / 1e6;
  }

  /** One buffer of the largest size so far, for all calls. */
  private ByteBuffer buffer(int bytes) {
    if (memory == null || memory.capacity() < bytes) {
      memory = ByteBuffer.allocateDirect(bytes + 64).alignedSlice(64);
    }
    return memory.slice(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    probe.close();
  }
}
