/** Reference semantics: runs graphs, kernels and programs element by element, slow and exact. */
package org.sinter.ir.interp;
