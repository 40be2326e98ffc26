package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.schema.BuiltInSchemas;
import io.pinisi.cluster.storage.ObjectLookup;

/** What the definitions of built-in kinds are made with. */
public record KindContext(BuiltInSchemas schemas, RegistryOptions options, ObjectLookup objects) {

    public boolean isCluster() {
        return options.profile() == Profile.CLUSTER;
    }

    public Columns columns() {
        return new Columns(options.clock());
    }

    /** A kind of the core group where {@code group} is empty. */
    public KindBuilder kind(String group, String version, String kind, String resource) {
        return new KindBuilder(this, group, version, kind, resource);
    }
}
