package org.sinter.codegen;

import java.util.Map;
import org.sinter.codegen.target.CpuLevel;

/**
 * What the parts of one function share.
 *
 * @param first the start of the function, run once: allocations and values of dims
 * @param body where instructions go
 * @param dims values of dims, computed in {@code first}
 * @param locals where the function's own buffers lie
 * @param measured the index of each symbol that the function measures
 * @param checks the index of each message
 */
record Context(
    CpuLevel level,
    Body first,
    Body body,
    Dims dims,
    Locals locals,
    Map<String, Operand> measured,
    Map<String, Integer> checks) {}
