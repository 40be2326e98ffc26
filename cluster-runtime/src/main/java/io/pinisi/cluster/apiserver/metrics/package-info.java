/**
 * {@code metrics.k8s.io}: what nodes and pods use at present, computed from what the node agents
 * count and never stored.
 *
 * <p>Key types: {@link ResourceMetrics} lays the two resources over the registry; {@code Scraper}
 * asks every agent now and then; {@code UsageCache} keeps two samples of each node, because CPU is
 * counted and becomes a rate only between two counts; {@code NodeSamples} computes it; pure.
 *
 * <p>Invariants: an agent that does not answer holds up nobody but itself; what an agent says is
 * bounded by {@code ScrapeLimits}; nothing is answered from samples that are older than they allow.
 * A node's usage is that of its containers: embedded nodes share a machine, whose own load says
 * nothing about one of them.
 */
@NullMarked
package io.pinisi.cluster.apiserver.metrics;

import org.jspecify.annotations.NullMarked;
