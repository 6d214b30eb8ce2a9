package org.sinter.runtime;

import java.util.List;
import java.util.concurrent.CancellationException;

/** One forward pass; {@link #run()} asks it to end before its next region. */
final class Pass implements Runnable {
  private static final int OK = 0;
  private static final int CHECK = 1;
  private static final int CANCELLED = 2;

  private final Workspace workspace;
  private boolean over;

  Pass(Workspace workspace) {
    this.workspace = workspace;
  }

  void run(long entry, Metadata model, Cancellation cancellation) {
    long team = Team.enter(workspace.granted());
    int status;
    try {
      cancellation.attach(this);
      workspace.team(team);
      status = Invoker.invoke(entry, workspace.call(), workspace.slices(), this);
    } finally {
      Team.leave(team);
      cancellation.detach(this);
      end();
    }
    if (status != OK) {
      throw failure(status, model.checks(), cancellation);
    }
  }

  private RuntimeException failure(int status, List<String> checks, Cancellation cancellation) {
    if (status == CANCELLED) {
      cancellation.check();
      return new CancellationException("interrupted");
    }
    long detail = workspace.detail();
    if (status == CHECK && detail >= 0 && detail < checks.size()) {
      return new IllegalArgumentException(checks.get((int) detail));
    }
    return new ModelException("the pass ended with status " + status + ", detail " + detail);
  }

  @Override
  public synchronized void run() {
    if (!over) {
      workspace.cancel();
    }
  }

  private synchronized void end() {
    over = true;
  }
}
