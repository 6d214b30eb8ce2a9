package org.sinter.runtime;

import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** What of a model lies outside of the heap: weights and workspaces; passes run through it. */
final class Engine implements Runnable {
  static final Cleaner CLEANER = Cleaner.create();

  private final Metadata model;
  private final Weights weights;
  private final Library.Level level;
  private final Place place;
  private volatile Observer observer; // null: nobody has looked
  private final Options options;
  private final Admission admission;
  private final ReentrantLock lock = new ReentrantLock(); // no monitor: native code is called
  private final Set<Workspace> all = new HashSet<>();
  private final ArrayDeque<Workspace> idle = new ArrayDeque<>();
  private long idleBytes;
  private boolean released;

  Engine(Metadata model, Weights weights, Library.Level level, Place place, Options options) {
    this.model = model;
    this.weights = weights;
    this.level = level;
    this.options = options;
    this.place = place;
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

  /** Waits for a place, and returns for how many threads; {@link #leave} must follow. */
  int enter(Cancellation cancellation) {
    return admission.enter(cancellation, options.queueTimeout());
  }

  /** The same without a limit of time. */
  int enter() {
    return admission.enter(new Cancellation(), Options.FOREVER);
  }

  void leave(int threads) {
    admission.leave(threads);
  }

  /** What a run with these symbols maps that copies all inputs and outputs. */
  long runBytes(long[] symbols) {
    Workspace workspace = new Workspace(model, options.threads());
    return workspace.bytes(symbols, CopiedRun.copied(model, symbols));
  }

  /** What all workspaces have mapped. */
  long heldBytes() {
    lock.lock();
    try {
      long sum = 0;
      for (Workspace workspace : all) {
        sum += workspace.bytes();
      }
      return sum;
    } finally {
      lock.unlock();
    }
  }

  /** A workspace of its own; {@link #drop} releases it. */
  Workspace own() {
    lock.lock();
    try {
      if (released) {
        throw new IllegalStateException("the model is closed");
      }
      Workspace workspace = new Workspace(model, options.threads());
      all.add(workspace);
      return workspace;
    } finally {
      lock.unlock();
    }
  }

  void drop(Workspace workspace) {
    lock.lock();
    try {
      all.remove(workspace);
      workspace.release();
    } finally {
      lock.unlock();
    }
  }

  /** A pooled workspace; {@link #give} takes it back. */
  Workspace take() {
    lock.lock();
    try {
      Workspace workspace = idle.pollLast();
      idleBytes -= workspace == null ? 0 : workspace.bytes();
      return workspace == null ? own() : workspace;
    } finally {
      lock.unlock();
    }
  }

  void give(Workspace workspace) {
    lock.lock();
    try {
      if (idleBytes + workspace.bytes() > options.retainedBytes()) {
        drop(workspace);
      } else {
        idleBytes += workspace.bytes();
        idle.add(workspace);
      }
    } finally {
      lock.unlock();
    }
  }

  /** One forward pass over a prepared workspace. */
  void pass(Workspace workspace, Cancellation cancellation) {
    Pass pass = new Pass(workspace);
    if (Events.isRecording() || observer != null && observer.isAsked()) {
      observer().run(workspace, () -> pass.run(level.entry(), model, cancellation));
    } else {
      pass.run(level.entry(), model, cancellation);
    }
  }

  /** What kernel calls take while {@code work} goes on. */
  Profile profile(Runnable work) {
    return observer().profile(work);
  }

  private Observer observer() {
    lock.lock();
    try {
      if (observer == null) {
        observer = new Observer(model, level.name(), new KernelTable(place, model, level.name()));
      }
      return observer;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for passes under way and releases everything. */
  void close() {
    admission.close();
    run();
  }

  /** Releases everything at once: nobody can be inside. */
  @Override
  public void run() {
    lock.lock();
    try {
      if (!released) {
        release();
      }
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    released = true;
    for (Workspace workspace : all) {
      workspace.release();
    }
    all.clear();
    idle.clear();
    weights.release();
  }
}
