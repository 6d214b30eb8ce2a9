package org.sinter.codegen.math;

/** A register or constant of LLVM IR text, the same element type in every lane. */
record Value(String text, Element type) {}
