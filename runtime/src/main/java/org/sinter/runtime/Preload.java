package org.sinter.runtime;

/**
 * Loads the classes of a load's later steps, and of the first run, on a thread of its own while the
 * first step reads the jar: in a new JVM classes are most of the time that a load takes.
 */
final class Preload implements Runnable {
  private static final long STACK_BYTES = 1 << 19;
  private static final boolean BEGUN = begin();

  private Preload() {}

  /** Begins with the first call in a JVM, which does not wait; false: there is no thread for it. */
  static boolean begun() {
    return BEGUN;
  }

  private static boolean begin() {
    Thread thread = new Thread(null, new Preload(), "sinter-preload", STACK_BYTES, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    try {
      thread.start();
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  /** In the order of their use. */
  @Override
  public void run() {
    load(
        Place.class,
        Zip.class,
        RegionStream.class,
        ZipDirectory.class,
        Zip.Entry.class,
        JarSource.class);
    load(SourceReader.class, MetadataReader.class, Json.class, Fields.class, Symbol.class);
    load(TensorSpec.class, Metadata.Port.class, FormulaReader.class, Formula.class);
    load(Metadata.class, Constraint.class, Metadata.WeightsFile.class);
    load(Metadata.LibraryFile.class, Metadata.ProfileFile.class, Slices.Rule.class, Cache.class);
    initialize(Cache.class);
    load(Library.class, Cpu.class, Native.class, Library.Level.class, Weights.class);
    load(Source.Region.class, Mapping.class, Memory.class, Engine.class, Admission.class);
    initialize(Engine.class);
    load(Cancellation.class, CopiedRun.class, Inputs.class, Binding.class, Workspace.class);
    load(Slices.class, Pass.class, Team.class, Worker.class, Invoker.class);
    initialize(Invoker.class);
    initialize(Events.class);
  }

  /** A class that is named as a literal is loaded, no more. */
  private static int load(Class<?>... named) {
    return named.length;
  }

  /** For classes whose static state wants nothing but the JDK. */
  private static void initialize(Class<?> type) {
    try {
      Class.forName(type.getName(), true, type.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a class that is loaded cannot be found", e);
    }
  }
}
