/** LLVM IR text to object code to a shared library; the only package that sees {@code org.bytedeco}. */
package org.sinter.codegen.llvm;
