/** Our own exp, log, erf, sin, pow … and float conversions as LLVM IR text for any number of lanes. */
package org.sinter.codegen.math;
