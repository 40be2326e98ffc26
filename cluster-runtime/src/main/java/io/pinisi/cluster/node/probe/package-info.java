/**
 * Asks running containers how they are. {@link io.pinisi.cluster.node.probe.Prober} runs the probes
 * of one container until it is closed and tells its listener whenever the answer changes.
 */
@NullMarked
package io.pinisi.cluster.node.probe;

import org.jspecify.annotations.NullMarked;
