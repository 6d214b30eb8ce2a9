package org.sinter.codegen.llvm;

import static org.bytedeco.llvm.global.LLVM.LLVMAssemblyFile;
import static org.bytedeco.llvm.global.LLVM.LLVMObjectFile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;

/** LLVM IR text → parsed → verified → optimised for one CPU level → object code or assembly. */
public final class Assembler {
  private final System system;
  private final CpuLevel level;

  public Assembler(System system, CpuLevel level) {
    if (system.architecture() != level.architecture()) {
      throw new IllegalArgumentException("level " + level + " does not exist on " + system);
    }
    this.system = system;
    this.level = level;
  }

  /** The object file of a module; an error names line and column of {@code llvmText}. */
  public byte[] object(String llvmText) {
    return emit(llvmText.getBytes(StandardCharsets.UTF_8), List.of(), LLVMObjectFile);
  }

  /** The object file of a module in LLVM's binary form. */
  public byte[] object(byte[] bitcode) {
    return emit(bitcode, List.of(), LLVMObjectFile);
  }

  /** The object file of a module linked with others in binary form, which are inlined into it. */
  public byte[] object(String llvmText, List<byte[]> bitcodes) {
    return emit(llvmText.getBytes(StandardCharsets.UTF_8), bitcodes, LLVMObjectFile);
  }

  /** The assembly text of a module. */
  public String assembly(String llvmText) {
    byte[] source = llvmText.getBytes(StandardCharsets.UTF_8);
    return new String(emit(source, List.of(), LLVMAssemblyFile), StandardCharsets.UTF_8);
  }

  /** The module's LLVM IR after optimisation, for dumps. */
  public String optimised(String llvmText) {
    byte[] source = llvmText.getBytes(StandardCharsets.UTF_8);
    return LlvmThread.run(
        () -> {
          try (LlvmModule module = new LlvmModule(system, level, source)) {
            module.optimise();
            return module.text();
          }
        });
  }

  private byte[] emit(byte[] source, List<byte[]> bitcodes, int fileType) {
    return LlvmThread.run(
        () -> {
          try (LlvmModule module = new LlvmModule(system, level, source)) {
            for (byte[] bitcode : bitcodes) {
              module.link(bitcode);
            }
            module.optimise();
            return module.emit(fileType);
          }
        });
  }
}
