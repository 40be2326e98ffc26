/**
 * Autoscalers of pods, stored as {@code autoscaling/v2} and served as {@code v1} too: {@code
 * VersionOne} converts, and keeps in annotations what the older version has no field for.
 */
@NullMarked
package io.pinisi.cluster.registry.autoscaling;

import org.jspecify.annotations.NullMarked;
