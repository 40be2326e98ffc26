package io.pinisi.federation.interpreter;

/** What a script can be asked; each names its field and the function that the script defines. */
enum Operation {
    REPLICAS("replicaResource", "GetReplicas"),
    RETENTION("retention", "Retain"),
    REVISION("replicaRevision", "ReviseReplica"),
    STATUS("statusReflection", "ReflectStatus"),
    AGGREGATION("statusAggregation", "AggregateStatus"),
    HEALTH("healthInterpretation", "InterpretHealth"),
    DEPENDENCIES("dependencyInterpretation", "GetDependencies");

    private final String field;
    private final String function;

    Operation(String field, String function) {
        this.field = field;
        this.function = function;
    }

    String field() {
        return field;
    }

    String function() {
        return function;
    }
}
