/** {@code sinter compare} as a user calls it, and as it is killed. */
package org.sinter.tests.compare;
