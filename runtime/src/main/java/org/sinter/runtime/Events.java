package org.sinter.runtime;

import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * Runs and kernel calls as events of Java Flight Recorder, where there is one. Its classes are
 * loaded when a recording has been started: loading them takes a new JVM some 100 ms.
 */
final class Events {
  private static final boolean PRESENT = isPresent();

  private Events() {}

  private static boolean isPresent() {
    try {
      FlightRecorder.isInitialized();
      return true;
    } catch (LinkageError e) {
      return false; // a JDK image without the module jdk.jfr
    }
  }

  /** Whether there has been a recording in this JVM. */
  static boolean isRecording() {
    return PRESENT && FlightRecorder.isInitialized();
  }

  /** The event of a run that begins, null when nobody records it nor its kernels. */
  static Run begin() {
    Run run = new Run();
    boolean kernels = new Kernel().isEnabled();
    if (!kernels && !run.isEnabled()) {
      return null;
    }
    run.wantsKernels = kernels;
    run.begin();
    return run;
  }

  /** One run of a model, its wait for a place not included. */
  @Name("org.sinter.Run")
  @Label("Model Run")
  @Category("Sinter")
  @Description("One forward pass of a compiled model")
  static final class Run extends Event {
    @Label("Model")
    String model;

    @Label("CPU Level")
    String level;

    @Label("Sizes")
    @Description("The values of the model's symbols")
    String sizes;

    private transient boolean wantsKernels;

    boolean wantsKernels() {
      return wantsKernels;
    }

    void end(Metadata metadata, String ran, long[] symbols) {
      end();
      if (shouldCommit()) {
        model = metadata.name();
        level = ran;
        sizes = sizes(metadata.symbols(), symbols);
        commit();
      }
    }

    private static String sizes(List<Symbol> symbols, long[] values) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < values.length; i++) {
        text.append(i == 0 ? "" : ",").append(symbols.get(i).name()).append('=').append(values[i]);
      }
      return text.toString();
    }

    void kernels(String of, List<Profile.Call> calls) {
      for (int i = 0; wantsKernels && i < calls.size(); i++) {
        new Kernel(of, i, calls.get(i)).commit();
      }
    }
  }

  /** One kernel call of a run, told after the run. */
  @Name("org.sinter.Kernel")
  @Label("Kernel Call")
  @Category("Sinter")
  @Description("One kernel call of a forward pass; written when the pass has ended")
  @Enabled(false)
  @StackTrace(false)
  static final class Kernel extends Event {
    @Label("Model")
    String model;

    @Label("Index")
    @Description("Which call of the pass, from 0 on")
    int index;

    @Label("Kernel")
    String kernel;

    @Label("Node")
    @Description("Where in the model's source it comes from")
    String node;

    @Label("Time")
    @Timespan(Timespan.NANOSECONDS)
    long time;

    @Label("FLOPs")
    @Description("Multiplications and additions of its products")
    long flops;

    @Label("Bytes")
    @DataAmount(DataAmount.BYTES)
    long bytes;

    Kernel() {}

    Kernel(String model, int index, Profile.Call call) {
      this.model = model;
      this.index = index;
      kernel = call.kernel();
      node = call.node();
      time = call.nanos();
      flops = call.flops();
      bytes = call.bytes();
    }
  }
}
