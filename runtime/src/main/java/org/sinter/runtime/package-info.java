/**
 * Loads a model jar and runs it: {@code Model.load(path).run(inputs)}; the only thing that an
 * application ships beside the model jar.
 *
 * <p>From JDK 24 on, native access wants {@code --enable-native-access=ALL-UNNAMED} (or the module
 * name {@code org.sinter.runtime}) on the command line, or {@code Enable-Native-Access:
 * ALL-UNNAMED} in the manifest of the jar that {@code java -jar} starts; without it the JVM prints
 * a warning.
 */
package org.sinter.runtime;
