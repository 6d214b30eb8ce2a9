/** Other people's models and tests: the zoo of architectures, trained models, ONNX's node tests. */
package org.sinter.tests.conformance;
