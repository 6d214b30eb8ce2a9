package org.sinter.passes;

import java.util.ArrayList;
import java.util.List;

/** Collects remarks: {@code explain.context()} is what a pipeline runs in. */
public final class Explain {
  private final List<Remark> remarks = new ArrayList<>();

  public Context context() {
    return new Context("", remarks::add);
  }

  public List<Remark> remarks() {
    return List.copyOf(remarks);
  }
}
