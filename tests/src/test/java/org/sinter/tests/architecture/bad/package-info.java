/** Classes that break one rule each, to show that the rule fires, and some that keep to it. */
package org.sinter.tests.architecture.bad;
