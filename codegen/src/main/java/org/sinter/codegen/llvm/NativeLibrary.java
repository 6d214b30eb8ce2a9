package org.sinter.codegen.llvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;

/** One module of LLVM IR text for each CPU level → the shared library of one system. */
public final class NativeLibrary {
  private NativeLibrary() {}

  /** Assembles the levels in parallel, adds the table of levels and the runtime, and links. */
  public static byte[] build(System system, Map<CpuLevel, String> llvmText) {
    List<CpuLevel> levels = CpuLevel.ALL.stream().filter(llvmText::containsKey).toList();
    if (levels.size() != llvmText.size()) {
      throw new IllegalArgumentException("not all levels are known: " + llvmText.keySet());
    }
    Map<CpuLevel, CpuLevel> shared = SharedCode.of(levels, llvmText);
    List<CpuLevel> own = levels.stream().filter(level -> shared.get(level) == level).toList();
    List<byte[]> objects = new ArrayList<>(assembled(system, own, llvmText));
    objects.add(new Assembler(system, system.baseline()).object(DescriptorTable.text(shared)));
    objects.add(RuntimeBitcode.object(system));
    return Linker.link(system, objects);
  }

  private static List<byte[]> assembled(
      System system, List<CpuLevel> levels, Map<CpuLevel, String> llvmText) {
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<CompletableFuture<byte[]>> objects =
          levels.stream()
              .map(
                  level ->
                      CompletableFuture.supplyAsync(
                          () -> new Assembler(system, level).object(llvmText.get(level)), pool))
              .toList();
      return objects.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      throw e.getCause() instanceof LlvmException known ? known : e;
    } finally {
      pool.shutdownNow();
    }
  }
}
