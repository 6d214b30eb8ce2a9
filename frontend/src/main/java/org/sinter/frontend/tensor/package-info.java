/** Tensors as test data and command-line input: safetensors, npy and npz, to and from memory. */
package org.sinter.frontend.tensor;
