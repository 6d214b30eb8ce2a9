/** The ops: one record each, with its type rule and its meaning. */
package org.sinter.ir.op;
