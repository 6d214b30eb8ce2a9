/**
 * Pipelines of one model side by side: what is compared, what of it is finished already, what was
 * found and which differences count, and how that is shown.
 */
package org.sinter.cli.compare;
