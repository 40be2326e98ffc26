/** Reading and writing of Jackson's trees as JSON and YAML; strict about duplicate keys. */
@NullMarked
package io.pinisi.cluster.machinery.json;

import org.jspecify.annotations.NullMarked;
