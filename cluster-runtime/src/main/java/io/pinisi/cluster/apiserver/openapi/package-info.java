/**
 * OpenAPI documents, derived from the registry's definitions: version 3 by group and version,
 * version 2 as one document. {@code kubectl explain}, validation and generators of clients read
 * them.
 *
 * <p>Key types: {@link OpenApi}, {@code SchemaWriter}, {@code PathWriter}. Documents are rendered
 * when first asked for and kept as bytes with the snapshot of the registry that they describe.
 */
@NullMarked
package io.pinisi.cluster.apiserver.openapi;

import org.jspecify.annotations.NullMarked;
