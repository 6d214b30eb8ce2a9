/** Our own exp, log, erf, sin, pow … and conversions of floats, as LLVM IR text. */
package org.sinter.codegen.math;
