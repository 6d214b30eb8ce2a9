package org.sinter.codegen.llvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.llvm.LLVM.LLVMDiagnosticHandler;
import org.bytedeco.llvm.LLVM.LLVMDiagnosticInfoRef;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.ObjectFormat;
import org.sinter.codegen.target.System;

class NativeLibraryTest {
  private static final List<String> VISIBLE =
      List.of("JNI_OnLoad", "Java_org_sinter_runtime_Native_invoke", "sinter_descriptor");

  /** Two levels define {@code @kernel}; the frame of 512 bytes would be a memset in C. */
  private static final String LEVEL =
      """
      declare void @sinter_parallel(ptr, ptr, ptr, i64, i64)
      define internal void @kernel(ptr %call, ptr %frame, i64 %b, i64 %e, i64 %w) {
        store i64 %e, ptr %call
        ret void
      }
      define i32 @ENTRY(ptr %call) {
        %frame = alloca [64 x i64]
        call void @llvm.memset.p0.i64(ptr %frame, i8 0, i64 512, i1 false)
        call void @sinter_parallel(ptr %call, ptr @kernel, ptr %frame, i64 NUMBER, i64 1)
        ret i32 0
      }
      declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
      """;

  private static byte[] library(System system) {
    Map<CpuLevel, String> texts = new LinkedHashMap<>();
    for (CpuLevel level : system.levels()) {
      String text = LEVEL.replace("ENTRY", level.entry());
      texts.put(level, text.replace("NUMBER", String.valueOf(level.bits())));
    }
    return NativeLibrary.build(system, texts);
  }

  @ParameterizedTest
  @EnumSource(System.class)
  void nothingUndefinedAndOnlyTheAbiVisible(System system) {
    byte[] library = library(system);
    assertEquals(List.of(), Symbols.undefined(system, library));
    Set<String> exported = Symbols.exported(system, library);
    assertTrue(exported.containsAll(VISIBLE), exported.toString());
    assertTrue(exported.stream().allMatch(Exports::matches), exported.toString());
    assertTrue(library.length < 100_000, system + ": " + library.length + " bytes");
  }

  @ParameterizedTest
  @EnumSource(System.class)
  void sameTextSameBytes(System system) {
    assertArrayEquals(library(system), library(system));
  }

  @Test
  void linuxLibraryNeedsNoOtherAndHasLargePagesOnArm() {
    for (System system : List.of(System.LINUX_X86_64, System.LINUX_AARCH64)) {
      String headers = Symbols.read(library(system), "--needed-libs", "--program-headers");
      assertTrue(headers.replaceAll("\\s", "").contains("NeededLibraries[]"), headers);
    }
    String arm = Symbols.read(library(System.LINUX_AARCH64), "--program-headers");
    List<String> loads =
        Arrays.stream(arm.split("ProgramHeader \\{"))
            .filter(header -> header.contains("PT_LOAD"))
            .toList();
    assertTrue(loads.size() >= 2, arm);
    assertTrue(loads.stream().allMatch(load -> load.contains("Alignment: 16384")), arm);
  }

  @Test
  void macLibraryIsSignedAndNeedsOnlyTheSystemLibrary() {
    byte[] library = library(System.MACOS_AARCH64);
    String read = Symbols.read(library, "--needed-libs").replaceAll("\\s", "");
    String own = "@rpath/sinter.dylib";
    assertTrue(read.contains("NeededLibraries[/usr/lib/libSystem.B.dylib" + own + "]"), read);
    assertTrue(Symbols.commands(library).contains("LC_CODE_SIGNATURE"));
  }

  @Test
  void windowsLibraryImportsNothing() {
    String read = Symbols.read(library(System.WINDOWS_X86_64), "--coff-imports", "--file-headers");
    assertTrue(!read.contains("Import {"), read);
    assertTrue(read.contains("IMAGE_FILE_DLL"), read);
  }

  @Test
  void undefinedSymbolIsAnErrorOnEverySystem() {
    for (System system : System.values()) {
      String text = "declare void @nowhere()\ndefine ptr @JNI_OnLoad() {\n ret ptr @nowhere\n}\n";
      byte[] object = new Assembler(system, system.baseline()).object(text);
      String message =
          assertThrows(LlvmException.class, () -> Linker.link(system, List.of(object)))
              .getMessage();
      assertTrue(message.contains("nowhere"), system + ": " + message);
    }
  }

  @Test
  void libraryOfThisMachineLoadsAndItsTableListsLevelsBestFirst() {
    Assumptions.assumeTrue(Loader.getPlatform().equals("linux-x86_64"));
    try (TemporaryDirectory directory = new TemporaryDirectory()) {
      directory.write("library.so", library(System.LINUX_X86_64));
      Loader.loadGlobal(directory.path().resolve("library.so").toString());
      LongPointer table = new LongPointer(Loader.addressof("sinter_descriptor"));
      assertEquals(3, table.get(0));
      assertEquals(6, table.get(1));
      for (int i = 0; i < 6; i++) {
        assertEquals(System.LINUX_X86_64.levels().get(i).bits(), table.get(2 + 3 * i + 1));
      }
      LongPointer v2 = new LongPointer(1).put(table.get(2 + 3 * 5 + 2));
      try (LongPointer call = new LongPointer(new long[64])) {
        new LLVMDiagnosticHandler(v2).call(new LLVMDiagnosticInfoRef(call), null);
        assertEquals(CpuLevel.V2.bits(), call.get(0));
      }
    }
  }

  @Test
  void systemsDifferInFormat() {
    assertEquals(
        "ELF, ELF, MACH_O, COFF",
        Arrays.stream(System.values())
            .map(System::format)
            .map(ObjectFormat::toString)
            .collect(Collectors.joining(", ")));
  }
}
