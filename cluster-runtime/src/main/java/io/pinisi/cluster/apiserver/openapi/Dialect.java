package io.pinisi.cluster.apiserver.openapi;

/** The two versions of OpenAPI, where they differ for schemas. */
enum Dialect {
    V2("#/definitions/"),
    V3("#/components/schemas/");

    private final String refPrefix;

    Dialect(String refPrefix) {
        this.refPrefix = refPrefix;
    }

    String ref(String name) {
        return refPrefix + name;
    }
}
