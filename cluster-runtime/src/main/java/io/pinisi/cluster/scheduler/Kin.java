package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.machinery.selector.LabelSelector;
import org.jspecify.annotations.Nullable;

/**
 * The siblings of a pod: what its services and its owner select. Pods that say nothing about
 * spreading are spread among them.
 *
 * @param selector null where it has none
 */
public record Kin(@Nullable LabelSelector selector) {
    public static final Kin NONE = new Kin(null);
}
