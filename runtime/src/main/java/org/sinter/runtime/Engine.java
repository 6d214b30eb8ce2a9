package org.sinter.runtime;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/** What of a model lies outside of the heap: weights and workspaces; passes run through it. */
final class Engine implements Runnable {
  private final Metadata model;
  private final Weights weights;
  private final Library.Level level;
  private final Options options;
  private final Admission admission;
  private final Set<Workspace> all = new HashSet<>();
  private final ArrayDeque<Workspace> idle = new ArrayDeque<>();
  private long idleBytes;
  private boolean released;

  Engine(Metadata model, Weights weights, Library.Level level, Options options) {
    this.model = model;
    this.weights = weights;
    this.level = level;
    this.options = options;
    this.admission = new Admission(options.threads());
  }

  Metadata model() {
    return model;
  }

  Weights weights() {
    return weights;
  }

  Library.Level level() {
    return level;
  }

  /** Waits for a place; {@link #leave} must follow. */
  void enter(Cancellation cancellation) {
    admission.enter(cancellation, options.queueTimeout());
  }

  /** The same without a limit of time. */
  void enter() {
    admission.enter(new Cancellation(), Options.FOREVER);
  }

  void leave() {
    admission.leave();
  }

  /** A workspace of its own; {@link #drop} releases it. */
  synchronized Workspace own() {
    if (released) {
      throw new IllegalStateException("the model is closed");
    }
    Workspace workspace = new Workspace(model, options.threads());
    all.add(workspace);
    return workspace;
  }

  synchronized void drop(Workspace workspace) {
    workspace.release();
    all.remove(workspace);
  }

  /** A pooled workspace; {@link #give} takes it back. */
  synchronized Workspace take() {
    Workspace workspace = idle.pollLast();
    if (workspace == null) {
      return own();
    }
    idleBytes -= workspace.bytes();
    return workspace;
  }

  synchronized void give(Workspace workspace) {
    if (idleBytes + workspace.bytes() > options.retainedBytes()) {
      drop(workspace);
    } else {
      idleBytes += workspace.bytes();
      idle.add(workspace);
    }
  }

  /** One forward pass over a prepared workspace. */
  void pass(Workspace workspace, Cancellation cancellation) {
    new Pass(workspace).run(level.entry(), options.threads(), model, cancellation);
  }

  /** Waits for passes under way and releases everything. */
  void close() {
    admission.close();
    run();
  }

  /** Releases everything at once: nobody can be inside. */
  @Override
  public synchronized void run() {
    if (released) {
      return;
    }
    released = true;
    for (Workspace workspace : all) {
      workspace.release();
    }
    all.clear();
    idle.clear();
    weights.release();
  }
}
