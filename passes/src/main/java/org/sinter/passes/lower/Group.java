package org.sinter.passes.lower;

import org.sinter.ir.Node;
import org.sinter.ir.Value;

/**
 * What one kernel computes.
 *
 * @param root the value it writes
 * @param anchor the node that needs a loop nest of its own (a product, a reduction …), or null; all
 *     else between the root and memory is written inline
 */
record Group(Value root, Node anchor) {}
