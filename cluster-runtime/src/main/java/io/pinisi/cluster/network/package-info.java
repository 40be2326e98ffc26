/**
 * The network of a cluster: addresses ({@code address}), services ({@code proxy}) and names ({@code
 * dns}).
 *
 * <p>Each has a pure part that computes from the API's objects what should be, and a small part
 * that puts it in place in the namespaces of this machine's nodes.
 */
@NullMarked
package io.pinisi.cluster.network;

import org.jspecify.annotations.NullMarked;
