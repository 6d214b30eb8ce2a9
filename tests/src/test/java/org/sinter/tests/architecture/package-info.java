/** What must hold of the code itself: arrows between rooms, sizes, documentation. */
package org.sinter.tests.architecture;
