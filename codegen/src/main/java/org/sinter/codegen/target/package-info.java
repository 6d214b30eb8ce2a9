/** What code is compiled for: operating systems, CPU levels and what the instructions of a level can do. */
package org.sinter.codegen.target;
