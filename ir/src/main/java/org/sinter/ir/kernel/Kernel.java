package org.sinter.ir.kernel;

import java.util.List;

/**
 * A loop nest over buffers; the {@code outputs} last buffers are written, the others only read.
 * Symbolic dims in the buffers' types arrive as run-time integers.
 */
public record Kernel(String name, List<Buffer> buffers, int outputs, Stmt body) {
  public Kernel {
    buffers = List.copyOf(buffers);
    if (outputs < 0 || outputs > buffers.size()) {
      throw new IllegalArgumentException(name + ": " + outputs + " outputs of " + buffers);
    }
  }

  public boolean writes(Buffer buffer) {
    return buffers.indexOf(buffer) >= buffers.size() - outputs;
  }
}
