/**
 * Image archives in a folder, served to every containerd as a read-only registry.
 *
 * <p>Key types: {@link ImageMirror}, which is started once and listens on an address per node
 * network; {@link ImageName}, a reference in full. Invariants: what is served under a digest is
 * stored under that digest; nothing is ever written. How containerd is told of it, and why it is
 * built this way: {@code DESIGN.md} in this package.
 */
@NullMarked
package io.pinisi.cluster.image;

import org.jspecify.annotations.NullMarked;
