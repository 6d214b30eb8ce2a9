/**
 * Text of graphs, kernels, programs and pipelines: printers, and what readers build records with.
 */
package org.sinter.ir.text;
