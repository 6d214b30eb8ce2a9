/**
 * Data that models are calibrated and evaluated on: a file of texts, sentence pairs, labelled
 * texts, token ids or tensors becomes batches of a model's inputs.
 *
 * <pre>{@code
 * Model model = Model.load(jar);
 * Ports ports = Ports.of(model);
 * try (Tokenizer tokenizer = Tokenizer.find(jar, null, ports.longest())) {
 *   Dataset data = DataFile.read(Path.of("stsb-dev.csv"), Reading.with(tokenizer));
 *   for (Batch batch : data.batches(ports)) {
 *     model.run(batch.inputs());   // batch.units(), batch.tokens(): what its rows are
 *   }
 * }
 * }</pre>
 */
package org.sinter.cli.data;
