/**
 * Storage classes, drivers of the container storage interface, and attachments of volumes to nodes
 */
@NullMarked
package io.pinisi.cluster.registry.storage;

import org.jspecify.annotations.NullMarked;
