package io.pinisi.federation.discovery;

import io.pinisi.federation.propagation.Marks;

/** What imported objects carry: the standard's labels, and ours to know them again. */
final class Labels {
    /** Ours: {@code derived} or {@code same}. */
    static final String IMPORTED = Marks.IMPORTED;

    /** Ours, an annotation: hash of what was rendered. */
    static final String RENDERED = Marks.RENDERED;

    static final String SERVICE = "multicluster.kubernetes.io/service-name";
    static final String SOURCE = "multicluster.kubernetes.io/source-cluster";
    static final String SLICE_SERVICE = "kubernetes.io/service-name";
    static final String SLICE_MANAGER = "endpointslice.kubernetes.io/managed-by";

    /** Field manager, and manager of imported slices. */
    static final String MANAGER = "pinisi-discovery";

    private Labels() {}
}
