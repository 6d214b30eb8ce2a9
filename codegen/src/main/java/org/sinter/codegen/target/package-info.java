/** What code is compiled for: systems, CPU levels and what the instructions of a level can do. */
package org.sinter.codegen.target;
