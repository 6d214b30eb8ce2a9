package org.sinter.codegen.llvm;

import static org.bytedeco.llvm.global.LLVM.LLVMAddAttributeAtIndex;
import static org.bytedeco.llvm.global.LLVM.LLVMAttributeFunctionIndex;
import static org.bytedeco.llvm.global.LLVM.LLVMCreateEnumAttribute;
import static org.bytedeco.llvm.global.LLVM.LLVMCreateStringAttribute;
import static org.bytedeco.llvm.global.LLVM.LLVMGetEnumAttributeKindForName;
import static org.bytedeco.llvm.global.LLVM.LLVMGetFirstFunction;
import static org.bytedeco.llvm.global.LLVM.LLVMGetNextFunction;
import static org.bytedeco.llvm.global.LLVM.LLVMGetValueName;
import static org.bytedeco.llvm.global.LLVM.LLVMIsDeclaration;
import static org.bytedeco.llvm.global.LLVM.LLVMRemoveEnumAttributeAtIndex;
import static org.bytedeco.llvm.global.LLVM.LLVMRemoveStringAttributeAtIndex;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.llvm.LLVM.LLVMContextRef;
import org.bytedeco.llvm.LLVM.LLVMModuleRef;
import org.bytedeco.llvm.LLVM.LLVMValueRef;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.Intrinsics;
import org.sinter.codegen.target.ObjectFormat;
import org.sinter.codegen.target.System;

/** Makes every function of a module one of its CPU level, free of library calls and unwinding. */
final class FunctionAttributes {
  private FunctionAttributes() {}

  /** Sets the attributes of defined functions; refuses intrinsics that the level cannot do. */
  static void apply(LLVMModuleRef module, LLVMContextRef context, System system, CpuLevel level) {
    List<String> refused = new ArrayList<>();
    Map<String, String> attributes = attributes(system, level);
    for (LLVMValueRef function = LLVMGetFirstFunction(module);
        function != null && !function.isNull();
        function = LLVMGetNextFunction(function)) {
      if (LLVMIsDeclaration(function) == 0) {
        set(function, context, attributes);
      } else {
        String name = LLVMGetValueName(function).getString();
        Intrinsics.refusal(level, name).ifPresent(refused::add);
      }
    }
    if (!refused.isEmpty()) {
      throw new LlvmException(String.join("; ", refused));
    }
  }

  private static Map<String, String> attributes(System system, CpuLevel level) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("target-cpu", level.cpu());
    attributes.put("target-features", level.features());
    attributes.put("no-builtins", "");
    attributes.put("no-trapping-math", "true");
    attributes.put("prefer-vector-width", String.valueOf(level.vectorBytes() * 8));
    if (system.format() == ObjectFormat.COFF) {
      attributes.put("no-stack-arg-probe", "");
    }
    return attributes;
  }

  private static void set(
      LLVMValueRef function, LLVMContextRef context, Map<String, String> attributes) {
    LLVMRemoveStringAttributeAtIndex(function, LLVMAttributeFunctionIndex, "tune-cpu", 8);
    LLVMRemoveEnumAttributeAtIndex(function, LLVMAttributeFunctionIndex, kind("uwtable"));
    LLVMAddAttributeAtIndex(
        function,
        LLVMAttributeFunctionIndex,
        LLVMCreateEnumAttribute(context, kind("nounwind"), 0));
    attributes.forEach(
        (key, value) -> {
          LLVMRemoveStringAttributeAtIndex(function, LLVMAttributeFunctionIndex, key, key.length());
          if (!value.isEmpty() || key.startsWith("no-")) {
            LLVMAddAttributeAtIndex(
                function,
                LLVMAttributeFunctionIndex,
                LLVMCreateStringAttribute(context, key, key.length(), value, value.length()));
          }
        });
  }

  private static int kind(String name) {
    return LLVMGetEnumAttributeKindForName(name, name.length());
  }
}
