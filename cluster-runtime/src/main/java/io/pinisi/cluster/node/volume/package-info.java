/**
 * The folders that pods mount. {@link io.pinisi.cluster.node.volume.Volumes} lays them out, keeps
 * their contents current and takes them away.
 *
 * <p>Invariants: files that come from the API are replaced all at once, by one renamed link, so a
 * reader never sees half of a change; secrets and tokens are written only below the folder for what
 * must not reach a disk; a path that a pod names never leads out of its volume.
 */
@NullMarked
package io.pinisi.cluster.node.volume;

import org.jspecify.annotations.NullMarked;
