package io.pinisi.portal.discovery;

/** A service may be shared in both ways at once. */
public record SharedServiceRef(String namespace, String name, Way way) {
    /** By which kind of object it is shared. */
    public enum Way {
        /** A ServiceExport: consumers have it beside their own service of the name. */
        EXPORT,
        /** A MultiClusterService: its endpoints join the consumers' own. */
        MULTI_CLUSTER;

        public String kind() {
            return this == EXPORT ? "ServiceExport" : "MultiClusterService";
        }
    }

    /** The page that shows it. */
    public String path() {
        return "services/" + way.kind() + "/" + namespace + "/" + name;
    }
}
