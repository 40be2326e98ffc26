package io.pinisi.federation.override;

import tools.jackson.databind.node.ObjectNode;

/** Adds, replaces or removes a value at a path, as a JSON patch does. */
record PlainOverrider(String field, PatchOperation operation) implements Overrider {

    @Override
    public void apply(ObjectNode object) {
        ObjectNode patched = operation.applyTo(object);
        object.removeAll();
        object.setAll(patched);
    }
}
