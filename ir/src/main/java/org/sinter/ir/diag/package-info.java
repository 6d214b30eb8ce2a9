/** What the user did wrong and where: locations, diagnostics, one exception for all of them. */
package org.sinter.ir.diag;
