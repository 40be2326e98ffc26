package io.pinisi.cluster.registry;

/**
 * One way to write the objects of a kind: the resource itself, its status, its binding … Same
 * store, other rules.
 *
 * @param subresource empty for the resource itself
 * @param counts whether this way can change the desired state, and so the generation
 */
record Facet(String subresource, ResourceStrategy strategy, boolean counts) {

    static Facet main(ResourceStrategy strategy) {
        return new Facet("", strategy, true);
    }

    boolean isMain() {
        return subresource.isEmpty();
    }
}
