/** Passes, pipelines of them, rewrite rules, and who watches. */
package org.sinter.passes;
