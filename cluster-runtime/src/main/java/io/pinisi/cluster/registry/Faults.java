package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.error.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Collects the faults of one object, each field and kind of fault once. */
public final class Faults {
    private record Place(String field, FieldError.Type type) {}

    private final List<FieldError> errors = new ArrayList<>();
    private final Set<Place> places = new LinkedHashSet<>();

    /** The schema and a kind's own rules may find the same fault; it is told once. */
    public void add(FieldError error) {
        boolean first = places.add(new Place(error.field(), error.type()));
        boolean repeatable =
                error.type() == FieldError.Type.INVALID
                        || error.type() == FieldError.Type.FORBIDDEN;
        if (first || (repeatable && !errors.contains(error))) {
            errors.add(error);
        }
    }

    public void addAll(Iterable<FieldError> more) {
        more.forEach(this::add);
    }

    public void required(String field, String detail) {
        add(FieldError.required(field, detail));
    }

    /** Where the value itself says nothing. */
    public void invalid(String field, String detail) {
        add(new FieldError(field, FieldError.Type.INVALID, null, detail));
    }

    public void invalid(String field, JsonNode value, String detail) {
        add(FieldError.invalid(field, value.toString(), detail));
    }

    public void invalid(String field, String value, String detail) {
        add(FieldError.invalid(field, StringNode.valueOf(value).toString(), detail));
    }

    public void invalid(String field, long value, String detail) {
        add(FieldError.invalid(field, Long.toString(value), detail));
    }

    public void forbidden(String field, String detail) {
        add(FieldError.forbidden(field, detail));
    }

    public void duplicate(String field, String value) {
        duplicate(field, StringNode.valueOf(value));
    }

    public void duplicate(String field, JsonNode value) {
        add(FieldError.duplicate(field, value.toString()));
    }

    public void tooMany(String field, int size, int most) {
        add(
                new FieldError(
                        field,
                        FieldError.Type.TOO_MANY,
                        Integer.toString(size),
                        "must have at most " + most + " items"));
    }

    public void notSupported(String field, String value, Iterable<String> allowed) {
        add(FieldError.notSupported(field, StringNode.valueOf(value).toString(), allowed));
    }

    public void notFound(String field, String value) {
        add(
                new FieldError(
                        field,
                        FieldError.Type.NOT_FOUND,
                        StringNode.valueOf(value).toString(),
                        ""));
    }

    public void tooLong(String field, String detail) {
        add(new FieldError(field, FieldError.Type.TOO_LONG, null, detail));
    }

    public boolean isEmpty() {
        return errors.isEmpty();
    }

    public List<FieldError> list() {
        return List.copyOf(errors);
    }
}
