package org.sinter.codegen.jar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.sinter.codegen.LevelModule;
import org.sinter.codegen.ProgramLayout;
import org.sinter.codegen.llvm.NativeLibrary;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.kernel.Program;

/** Program → model jar: its code for each system, its weights, and {@code model.json}. */
public final class ModelJar {
  private static final String PROFILE = "profile.json";
  private static final int WEIGHTS_ALIGNMENT = 1 << 16;
  private static final Set<StandardOpenOption> OPTIONS =
      Set.of(
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);

  private final Map<CpuLevel, Program> programs;
  private final Program program;
  private final ModelInfo info;
  private final Progress progress;
  private final ProgramLayout layout;
  private final String folder;
  private final List<Metadata.Weights> weights = new ArrayList<>();
  private final List<Metadata.Library> libraries = new ArrayList<>();

  private ModelJar(Map<CpuLevel, Program> programs, ModelInfo info, Progress progress) {
    this.programs = programs;
    this.program = programs.values().iterator().next();
    this.info = info;
    this.progress = progress;
    this.folder = "sinter/" + info.name() + "/";
    progress.at("layout", 0, 1);
    this.layout = ProgramLayout.of(programs.values());
    progress.at("layout", 1, 1);
  }

  /** The program of a model compiled for one CPU level. */
  @FunctionalInterface
  public interface Programs {
    Program at(CpuLevel level);
  }

  /** Writes the jar with all CPU levels of {@code targets}, one program for all of them. */
  public static void write(
      Path out, Program program, ModelInfo info, Set<System> targets, Progress progress)
      throws IOException {
    Map<System, List<CpuLevel>> levels = new TreeMap<>();
    targets.forEach(system -> levels.put(system, system.levels()));
    write(out, level -> program, info, levels, progress);
  }

  /** Writes the jar beside {@code out} and renames it: whoever has an old one mapped keeps it. */
  public static void write(
      Path out,
      Programs programs,
      ModelInfo info,
      Map<System, List<CpuLevel>> targets,
      Progress progress)
      throws IOException {
    Map<CpuLevel, Program> each = new LinkedHashMap<>();
    new TreeMap<>(targets)
        .values()
        .forEach(levels -> levels.forEach(l -> each.computeIfAbsent(l, programs::at)));
    ModelJar jar = new ModelJar(each, info, progress);
    Map<System, byte[]> code = jar.build(new TreeMap<>(targets));
    Path target = out.toAbsolutePath();
    String part = "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part";
    Path file = target.resolveSibling(part);
    try {
      try (FileChannel channel = FileChannel.open(file, OPTIONS)) {
        jar.entries(new StoredZip(channel), code, new TreeMap<>(targets));
      }
      Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Map<System, byte[]> build(Map<System, List<CpuLevel>> targets) {
    Map<CpuLevel, String> texts = new LinkedHashMap<>();
    Map<System, byte[]> code = new TreeMap<>();
    progress.at("code", 0, targets.size());
    targets.forEach(
        (system, levels) -> {
          Map<CpuLevel, String> chosen = new LinkedHashMap<>();
          for (CpuLevel level : levels) {
            chosen.put(
                level,
                texts.computeIfAbsent(level, l -> LevelModule.emit(programs.get(l), layout, l)));
          }
          code.put(system, NativeLibrary.build(system, chosen));
          progress.at("code", code.size(), targets.size());
        });
    return code;
  }

  private void entries(StoredZip zip, Map<System, byte[]> code, Map<System, List<CpuLevel>> targets)
      throws IOException {
    List<StoredZip.Entry> files = weightsEntries();
    bytes(zip, "META-INF/MANIFEST.MF", manifest());
    for (int i = 0; i < files.size(); i++) {
      weights(zip, files.get(i), i);
    }
    for (Map.Entry<System, byte[]> each : code.entrySet()) {
      System system = each.getKey();
      String name = system.id() + system.suffix();
      bytes(zip, folder + name, each.getValue());
      List<CpuLevel> levels = CpuLevel.ALL.stream().filter(targets.get(system)::contains).toList();
      libraries.add(new Metadata.Library(system.id(), name, Sha256.of(each.getValue()), levels));
    }
    if (info.tokenizer() != null) {
      bytes(zip, folder + "tokenizer.json", info.tokenizer());
    }
    ProfileTable table = new ProfileTable(programs);
    byte[] calls = table.text().getBytes(StandardCharsets.UTF_8);
    bytes(zip, folder + PROFILE, calls);
    Metadata.Profile profile = new Metadata.Profile(PROFILE, table.calls(), Sha256.of(calls));
    byte[] model =
        new Metadata(program, layout, info, weights, libraries, profile)
            .text()
            .getBytes(StandardCharsets.UTF_8);
    bytes(zip, folder + "model.json", model);
    byte[] hash = Sha256.of(model).getBytes(StandardCharsets.UTF_8);
    bytes(zip, folder + "model.sha256", hash);
    zip.finish();
  }

  private byte[] manifest() throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Sinter-Format", "1");
    main.putValue("Sinter-Version", info.version());
    main.putValue("Automatic-Module-Name", info.moduleName());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private static void bytes(StoredZip zip, String name, byte[] bytes) throws IOException {
    zip.add(new StoredZip.Entry(name, bytes.length, 1), sink -> sink.write(ByteBuffer.wrap(bytes)));
  }

  private List<StoredZip.Entry> weightsEntries() {
    List<StoredZip.Entry> entries = new ArrayList<>();
    for (Long bytes : layout.weights().files()) {
      String name = folder + "weights-" + entries.size() + ".bin";
      entries.add(new StoredZip.Entry(name, bytes, WEIGHTS_ALIGNMENT));
    }
    return entries;
  }

  private void weights(StoredZip zip, StoredZip.Entry entry, int file) throws IOException {
    Sha256 hash = new Sha256();
    zip.add(
        entry,
        sink ->
            new WeightsFile(program.constants(), layout.weights(), file, progress)
                .write(
                    bytes -> {
                      hash.add(bytes);
                      sink.write(bytes);
                    }));
    String name = entry.name().substring(folder.length());
    weights.add(new Metadata.Weights(name, entry.bytes(), hash.text()));
  }
}
