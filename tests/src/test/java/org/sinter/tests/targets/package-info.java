/** Code for other systems than the one that runs the tests. */
package org.sinter.tests.targets;
