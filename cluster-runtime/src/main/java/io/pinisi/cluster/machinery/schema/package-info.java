/**
 * What a kind looks like, and what follows from it. {@link
 * io.pinisi.cluster.machinery.schema.Schema} is the shape of a value, {@link
 * io.pinisi.cluster.machinery.schema.BuiltInSchemas} and {@link
 * io.pinisi.cluster.machinery.schema.CrdSchemas} are where schemas come from; {@code
 * UnknownFields}, {@code Decoder}, {@code Defaulter} and {@code ValueValidator} work on objects by
 * them, in this order, and {@code OpenApiSchemas} prints them. {@code ResourceDefinition} is
 * everything a resource can do, as data.
 *
 * <p>Built-in and custom kinds pass through the same code; where Kubernetes treats them differently
 * (nulls, empty text, required fields) it is told apart by the schema, never by the caller.
 */
@NullMarked
package io.pinisi.cluster.machinery.schema;

import org.jspecify.annotations.NullMarked;
