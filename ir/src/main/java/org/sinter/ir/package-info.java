/** The graph IR: values, tensor types with symbolic dims, graphs of ops; depends on nothing. */
package org.sinter.ir;
