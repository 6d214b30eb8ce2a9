/**
 * What each pass of a pipeline did to a model: counted, costed, and said for people and machines.
 */
package org.sinter.cli.explain;
