package org.sinter.passes;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.diag.CompileException;

/** Passes one after the other, and who watches them. */
public record Pipeline<T>(String name, List<Pass<T>> passes, List<Watcher<T>> watchers)
    implements Pass<T> {
  public Pipeline {
    passes = List.copyOf(passes);
    watchers = List.copyOf(watchers);
  }

  public Pipeline(String name, List<Pass<T>> passes) {
    this(name, passes, List.of());
  }

  public Pipeline<T> watchedBy(Watcher<T> watcher) {
    List<Watcher<T>> all = new ArrayList<>(watchers);
    all.add(watcher);
    return new Pipeline<>(name, passes, all);
  }

  @Override
  public T run(T ir, Context context) {
    T now = ir;
    for (int i = 0; i < passes.size(); i++) {
      Pass<T> pass = passes.get(i);
      T before = now;
      long start = System.nanoTime();
      now = runOne(pass, before, context);
      Watcher.Step<T> step =
          new Watcher.Step<>(i + 1, pass, before, now, System.nanoTime() - start);
      if (!watched(step)) {
        break;
      }
    }
    return now;
  }

  /** Every watcher sees the step, also after one has asked to stop. */
  private boolean watched(Watcher.Step<T> step) {
    boolean goOn = true;
    for (Watcher<T> watcher : watchers) {
      goOn &= watcher.after(step);
    }
    return goOn;
  }

  private T runOne(Pass<T> pass, T ir, Context context) {
    try {
      return pass.run(ir, context.in(pass.name()));
    } catch (CompileException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IllegalStateException("pass " + pass.name() + ": " + e.getMessage(), e);
    }
  }
}
