/**
 * The model jar: code for every system, weights as the kernels read them, and what describes both.
 */
package org.sinter.codegen.jar;
