package org.sinter.tests.architecture.bad.codegen;

import org.bytedeco.javacpp.Pointer;

/** LLVM outside its room. */
record KnowsLlvm(Pointer pointer) {}
