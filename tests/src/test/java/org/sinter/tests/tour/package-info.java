/** The essay {@code docs/tour.md}, whose dumps are made anew by a test. */
package org.sinter.tests.tour;
