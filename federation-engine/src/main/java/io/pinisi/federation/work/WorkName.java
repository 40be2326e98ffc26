package io.pinisi.federation.work;

import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Renderer;

/** Where a Work stands, by Karmada's convention: one namespace for each cluster. */
final class WorkName {
    private static final String NAMESPACE_PREFIX = "karmada-es-";
    private static final int HASH_LENGTH = 10;
    private static final int STEM_MAX = 253 - HASH_LENGTH - 1;

    private WorkName() {}

    static String namespace(String cluster) {
        return NAMESPACE_PREFIX + cluster;
    }

    /** {@code web-1c2d3e4f5a}: objects of several kinds and namespaces may have one name. */
    static String of(Template template) {
        String name = template.key().name().replace(':', '.');
        String stem = name.length() > STEM_MAX ? name.substring(0, STEM_MAX) : name;
        String whole = template.kind() + "/" + template.key();
        return stem + "-" + Renderer.shortHash(whole).substring(0, HASH_LENGTH);
    }
}
