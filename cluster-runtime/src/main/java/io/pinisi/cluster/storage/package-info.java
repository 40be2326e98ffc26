/** Objects over the revision store: the storage codec, the watch cache that serves stored bytes. */
@NullMarked
package io.pinisi.cluster.storage;

import org.jspecify.annotations.NullMarked;
