package io.pinisi.federation.kinds;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Collects the faults of one object. */
final class FaultList {
    private final List<FieldError> errors = new ArrayList<>();

    List<FieldError> all() {
        return List.copyOf(errors);
    }

    void add(FieldError error) {
        errors.add(error);
    }

    void invalid(String field, JsonNode value, String detail) {
        errors.add(FieldError.invalid(field, value.toString(), detail));
    }

    /** Refuses a field of Karmada's schema whose behaviour does not exist here. */
    void unbuilt(JsonNode parent, String path, String name) {
        unbuilt(parent, path, name, value -> true);
    }

    void unbuilt(JsonNode parent, String path, String name, Predicate<JsonNode> used) {
        JsonNode value = parent.path(name);
        boolean empty =
                value.isNull() || value.isMissingNode() || (value.isContainer() && value.isEmpty());
        if (!empty && used.test(value)) {
            errors.add(
                    FieldError.forbidden(
                            path + "." + name, "not supported by this version of Pinisi"));
        }
    }

    void selector(JsonNode selector, String path) {
        if (!selector.isObject()) {
            return;
        }
        try {
            LabelSelector.of(selector);
        } catch (io.pinisi.cluster.machinery.error.ApiException e) {
            String message = e.getMessage();
            invalid(path, selector, message == null ? "no label selector" : message);
        }
    }
}
