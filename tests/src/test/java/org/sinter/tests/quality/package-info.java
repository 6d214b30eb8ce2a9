/** What compiled models are worth on tasks with known answers. */
package org.sinter.tests.quality;
