package org.sinter.tests.architecture.bad.codegen.llvm;

import org.bytedeco.javacpp.Pointer;

/** LLVM in its room. */
record AllowedLlvm(Pointer pointer) {}
