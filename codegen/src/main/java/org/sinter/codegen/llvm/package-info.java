/** LLVM IR text → object code → shared library; only here {@code org.bytedeco} is seen. */
package org.sinter.codegen.llvm;
