package org.sinter.runtime;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A compiled model: {@code Model.load(Path.of("minilm.jar")).run(Map.of("input_ids", ids))}. It is
 * thread-safe; {@link #close} releases what it holds outside of the heap.
 */
public final class Model implements AutoCloseable {
  static {
    Preload.begun();
  }

  private final Engine engine;
  private final Cleaner.Cleanable net;

  private Model(Engine engine) {
    this.engine = engine;
    this.net = Engine.CLEANER.register(this, engine);
  }

  /** Loads the one model in a jar or unpacked directory. */
  public static Model load(Path jar) {
    return load(jar, Options.defaults());
  }

  public static Model load(Path jar, Options options) {
    try (Source source = Sources.in(jar)) {
      return load(source, new Place(jar, null, null), options);
    } catch (IOException e) {
      throw new ModelException(jar + " cannot be read: " + e, e);
    }
  }

  /** Loads the model that {@code loader} finds as {@code sinter/NAME/model.json}. */
  public static Model load(ClassLoader loader, String name) {
    return load(loader, name, Options.defaults());
  }

  public static Model load(ClassLoader loader, String name, Options options) {
    try (Source source = Sources.in(loader, name)) {
      return load(source, new Place(null, loader, name), options);
    } catch (IOException e) {
      throw new ModelException("model " + name + " cannot be read: " + e, e);
    }
  }

  private static Model load(Source source, Place place, Options options) throws IOException {
    Metadata metadata = SourceReader.metadata(source);
    Cache cache = Cache.of(options.cache());
    Library library = Library.load(source, metadata, cache);
    Library.Level level = library.choose(metadata.name(), options.level());
    Weights weights = Weights.map(source, metadata, cache);
    return new Model(new Engine(metadata, weights, level, place, options));
  }

  /** Runs the model: inputs by name to outputs by name. */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    return run(inputs, new Cancellation());
  }

  /** The same, ended by a {@code CancellationException} when {@code deadline} has passed. */
  public Map<String, Tensor> run(Map<String, Tensor> inputs, Duration deadline) {
    try (Deadline timer = new Deadline(deadline)) {
      return run(inputs, timer.token());
    }
  }

  /** The same, ended by a {@code CancellationException} when {@code cancellation} is cancelled. */
  public Map<String, Tensor> run(Map<String, Tensor> inputs, Cancellation cancellation) {
    CopiedRun run = new CopiedRun(engine.model(), inputs);
    int threads = engine.enter(cancellation);
    try {
      Workspace workspace = engine.take();
      workspace.grant(threads);
      try {
        return run.run(engine, workspace, cancellation);
      } finally {
        engine.give(workspace);
      }
    } finally {
      engine.leave(threads);
      Reference.reachabilityFence(this);
    }
  }

  /** A way to run without copies, for one caller at a time. */
  public Session session() {
    return new Session(this, engine);
  }

  public String name() {
    return engine.model().name();
  }

  public List<TensorSpec> inputs() {
    return engine.model().specs(engine.model().inputs());
  }

  public List<TensorSpec> outputs() {
    return engine.model().specs(engine.model().outputs());
  }

  public List<Symbol> symbols() {
    return engine.model().symbols();
  }

  /** Bytes of the arena of a run with these symbols: the formula of model.json. */
  public long arenaBytes(Map<String, Long> symbols) {
    try {
      return engine.model().arena().evaluate(Binding.of(engine.model(), symbols));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("symbols are too large: " + symbols, e);
    }
  }

  /**
   * Bytes that a run with these symbols takes outside of the heap, besides the weights: arena,
   * scratch of all threads, copies of inputs and outputs that do not lie in direct buffers. {@link
   * #heldBytes} after a first run is exactly this, unless a profile is taken.
   */
  public long runBytes(Map<String, Long> symbols) {
    try {
      return engine.runBytes(Binding.of(engine.model(), symbols));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("symbols are too large: " + symbols, e);
    }
  }

  /** Bytes that this model's runs and sessions hold now, those kept for the next run included. */
  public long heldBytes() {
    return engine.heldBytes();
  }

  /** The CPU level whose code runs: {@code v3}. */
  public String level() {
    return engine.level().name();
  }

  /**
   * What each kernel call took in the runs of this model that go on while {@code work} does: {@code
   * model.profile(() -> model.run(inputs))}. One caller at a time.
   */
  public Profile profile(Runnable work) {
    try {
      return engine.profile(work);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Compares the hash of all weights with the one stated; throws where they differ. */
  public void verify() {
    int threads = engine.enter();
    try {
      engine.weights().verify();
    } finally {
      engine.leave(threads);
      Reference.reachabilityFence(this);
    }
  }

  /** Waits for the runs under way; those that wait or come get an {@code IllegalStateException}. */
  @Override
  public void close() {
    engine.close();
    net.clean();
  }
}
