/** Files as they come in: mapped slices, a heap budget, and errors that name file and place. */
package org.sinter.frontend.file;
