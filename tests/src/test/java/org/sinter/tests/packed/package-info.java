/** Encoders on packed tokens: what they compute, bit for bit, and what they refuse. */
package org.sinter.tests.packed;
