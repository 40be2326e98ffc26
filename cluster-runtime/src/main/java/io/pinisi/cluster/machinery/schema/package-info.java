/** What a kind looks like: schemas and the definition from which everything else is derived. */
@NullMarked
package io.pinisi.cluster.machinery.schema;

import org.jspecify.annotations.NullMarked;
