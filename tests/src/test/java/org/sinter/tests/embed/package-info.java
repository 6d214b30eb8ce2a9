/** Programs that need nothing but the runtime, started as processes of their own by tests. */
package org.sinter.tests.embed;
