package org.sinter.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Watches runs of a model for a profile that somebody asked for, and for Java Flight Recorder. */
final class Observer {
  private final Metadata model;
  private final String level;
  private final KernelTable kernels;
  private final Ticks ticks = new Ticks();
  private final AtomicReference<Profiler> profiler = new AtomicReference<>();

  Observer(Metadata model, String level, KernelTable kernels) {
    this.model = model;
    this.level = level;
    this.kernels = kernels;
  }

  /** Whether somebody has asked for a profile. */
  boolean isAsked() {
    return profiler.get() != null;
  }

  Profile profile(Runnable work) {
    Profiler own = new Profiler(kernels.calls());
    if (!profiler.compareAndSet(null, own)) {
      throw new IllegalStateException("model " + model.name() + " is being profiled already");
    }
    try {
      work.run();
    } finally {
      profiler.set(null);
    }
    return own.profile(model.name(), level);
  }

  /** Runs a pass over a prepared workspace and tells of it, if it ends well. */
  void run(Workspace workspace, Runnable pass) {
    Profiler asked = profiler.get();
    Events.Run event = Events.isRecording() ? Events.begin() : null;
    boolean marked = asked != null || event != null && event.wantsKernels() && model.calls() > 0;
    if (marked) {
      workspace.mark();
    }
    long before = System.nanoTime();
    pass.run();
    long after = System.nanoTime();
    long[] symbols = workspace.symbols();
    if (event != null) {
      event.end(model, level, symbols);
    }
    if (marked) {
      long[] marks = workspace.marks();
      double nanos = ticks.nanosPerTick(marks, before, after);
      List<Profile.Call> calls = calls(marks, nanos, symbols);
      if (asked != null) {
        asked.add((long) ((marks[1] - marks[0]) * nanos), calls);
      }
      if (event != null) {
        event.kernels(model.name(), calls);
      }
    }
  }

  private List<Profile.Call> calls(long[] marks, double nanos, long[] symbols) {
    List<Profile.Call> calls = new ArrayList<>();
    List<KernelCall> known = kernels.callsIfKnown();
    for (int i = 0; i < known.size(); i++) {
      calls.add(known.get(i).took((long) (marks[Ticks.HEAD + i] * nanos), symbols));
    }
    return calls;
  }
}
