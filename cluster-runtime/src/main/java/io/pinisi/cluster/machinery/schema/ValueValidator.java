package io.pinisi.cluster.machinery.schema;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.schema.Schema.ListType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks values against their schema: types, required fields, list keys and the rules of a custom
 * resource's definition, in the words that Kubernetes has for each.
 *
 * <p>For built-in types it is milder, as decoding into their structs is: absent numbers and lists
 * are zero values, empty text is unset, and a status is whatever its controller says. Rules that no
 * schema can hold are the strategies' business.
 */
public final class ValueValidator {
    private final Schemas schemas;

    public ValueValidator(Schemas schemas) {
        this.schemas = schemas;
    }

    /** Every fault, by the order of the object's fields. */
    public List<FieldError> validate(Schema schema, ObjectNode object) {
        return validate(schema, object, null);
    }

    /**
     * The same for a change of a custom resource: what its old state had already is let be, so that
     * a rule that came later does not hold up who changes something else.
     */
    public List<FieldError> validate(Schema schema, ObjectNode object, @Nullable ObjectNode old) {
        Schema resolved = schemas.resolve(schema);
        boolean builtIn =
                schema.ref() != null
                        || resolved.constraints().containsKey("x-kubernetes-group-version-kind");
        Walk walk = new Walk();
        Strictness strictness = builtIn ? Strictness.BUILT_IN : Strictness.CUSTOM;
        walk.value(resolved, object, builtIn ? null : old, null, strictness);
        return walk.faults;
    }

    private enum Strictness {
        CUSTOM,
        BUILT_IN,
        BUILT_IN_STATUS
    }

    /** Where a value is; spelled out only for a fault. */
    private record Path(@Nullable Path parent, String name, int index) {
        @Override
        public String toString() {
            String before = parent == null ? "" : parent.toString();
            if (index >= 0) {
                return before + "[" + index + "]";
            }
            return before.isEmpty() ? name : before + "." + name;
        }
    }

    private final class Walk {
        private final List<FieldError> faults = new ArrayList<>();

        private void value(
                Schema unresolved,
                JsonNode value,
                @Nullable JsonNode old,
                @Nullable Path path,
                Strictness outer) {
            if (old != null && value.equals(old)) {
                return;
            }
            Schema schema = schemas.resolve(unresolved);
            boolean shared = unresolved.ref() != null && outer == Strictness.CUSTOM;
            Strictness strictness = shared ? Strictness.BUILT_IN : outer;
            if (value.isNull()) {
                nullValue(unresolved, schema, path, strictness);
                return;
            }
            String expected = Types.mismatch(schema, value);
            if (expected != null) {
                faults.add(wrongType(path, expected, Types.nameOf(value)));
                return;
            }
            rules(unresolved, value, path, strictness);
            if (unresolved.ref() != null) {
                rules(schema, value, path, strictness);
            }
            switch (value) {
                case ObjectNode object -> object(schema, object, old, path, strictness);
                case ArrayNode array -> array(unresolved, schema, array, old, path, strictness);
                default -> {}
            }
        }

        private void nullValue(
                Schema place, Schema schema, @Nullable Path path, Strictness strictness) {
            boolean allowed =
                    place.nullable()
                            || schema.nullable()
                            || strictness != Strictness.CUSTOM
                            || (schema.type() == Schema.Type.ANY && !schema.intOrString());
            if (!allowed) {
                faults.add(wrongType(path, Types.nameOf(schema), "null"));
            }
        }

        private void rules(
                Schema schema, JsonNode value, @Nullable Path path, Strictness strictness) {
            Map<String, JsonNode> constraints = schema.constraints();
            String format = strictness == Strictness.CUSTOM ? schema.format() : "";
            if (constraints.isEmpty() && format.isEmpty()) {
                return;
            }
            boolean unset =
                    strictness == Strictness.BUILT_IN_STATUS
                            || (strictness == Strictness.BUILT_IN
                                    && value.isString()
                                    && value.stringValue().isEmpty());
            if (!unset) {
                ValueRules.check(constraints, format, value, text(path), faults);
                combinations(constraints, value, path);
            }
        }

        private void object(
                Schema schema,
                ObjectNode object,
                @Nullable JsonNode old,
                @Nullable Path path,
                Strictness strictness) {
            for (String name : required(schema, object, strictness)) {
                faults.add(FieldError.required(text(new Path(path, name, -1)), ""));
            }
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                Schema property = schema.properties().get(field.getKey());
                Schema declared = property == null ? schema.additionalProperties() : property;
                if (declared == null) {
                    continue;
                }
                boolean status =
                        strictness == Strictness.BUILT_IN && field.getKey().equals("status");
                Strictness inside = status ? Strictness.BUILT_IN_STATUS : strictness;
                JsonNode before = old == null ? null : old.get(field.getKey());
                Path at = new Path(path, field.getKey(), -1);
                value(declared, field.getValue(), before, at, inside);
            }
        }

        private Set<String> required(Schema schema, ObjectNode object, Strictness strictness) {
            if (schema.required().isEmpty() || strictness == Strictness.BUILT_IN_STATUS) {
                return Set.of();
            }
            Set<String> missing = new TreeSet<>();
            for (String name : schema.required()) {
                if (!object.has(name) && isNeeded(schema.properties().get(name), strictness)) {
                    missing.add(name);
                }
            }
            return missing;
        }

        private static boolean isNeeded(@Nullable Schema field, Strictness strictness) {
            return strictness == Strictness.CUSTOM
                    || field == null
                    || switch (field.type()) {
                        case STRING -> true;
                        case OBJECT, ANY -> field.ref() != null && !isInteger(field);
                        case ARRAY, INTEGER, NUMBER, BOOLEAN -> false;
                    };
        }

        private static boolean isInteger(Schema field) {
            return String.valueOf(field.ref()).endsWith("IntOrString");
        }

        private void array(
                Schema place,
                Schema schema,
                ArrayNode array,
                @Nullable JsonNode old,
                @Nullable Path path,
                Strictness strictness) {
            duplicates(place, array, path, strictness);
            Schema items = schema.items();
            for (int i = 0; items != null && i < array.size(); i++) {
                JsonNode before = old == null ? null : counterpart(place, array.get(i), old);
                value(items, array.get(i), before, new Path(path, "", i), strictness);
            }
        }

        private void duplicates(
                Schema list, ArrayNode array, @Nullable Path path, Strictness strictness) {
            if (list.listType() == ListType.ATOMIC
                    || array.size() < 2
                    || strictness != Strictness.CUSTOM) {
                return;
            }
            Set<JsonNode> seen = new HashSet<>();
            for (int i = 0; i < array.size(); i++) {
                JsonNode key = identity(list, array.get(i));
                if (!seen.add(key)) {
                    faults.add(FieldError.duplicate(text(new Path(path, "", i)), key.toString()));
                }
            }
        }

        /** The same item in the old list, where a key says which that is. */
        private static @Nullable JsonNode counterpart(Schema list, JsonNode item, JsonNode old) {
            if (list.listType() != ListType.MAP) {
                return null;
            }
            JsonNode key = identity(list, item);
            return old.valueStream()
                    .filter(before -> identity(list, before).equals(key))
                    .findFirst()
                    .orElse(null);
        }

        private static JsonNode identity(Schema list, JsonNode item) {
            if (list.listType() == ListType.SET) {
                return item;
            }
            ObjectNode key = JsonNodeFactory.instance.objectNode();
            for (String name : list.listMapKeys()) {
                key.set(name, item.get(name));
            }
            return key;
        }

        /** {@code allOf}, {@code anyOf}, {@code oneOf} and {@code not}. */
        private void combinations(
                Map<String, JsonNode> constraints, JsonNode value, @Nullable Path path) {
            JsonNode all = constraints.get("allOf");
            if (all != null) {
                all.forEach(
                        part ->
                                value(
                                        SchemaReader.read(part),
                                        value,
                                        null,
                                        path,
                                        Strictness.CUSTOM));
            }
            JsonNode any = constraints.get("anyOf");
            if (any != null && matching(any, value) == 0) {
                combination(path, "must validate at least one schema (anyOf)");
            }
            JsonNode one = constraints.get("oneOf");
            if (one != null && matching(one, value) != 1) {
                combination(path, "must validate one and only one schema (oneOf)");
            }
            JsonNode not = constraints.get("not");
            if (not != null && isValid(not, value)) {
                combination(path, "must not validate the schema (not)");
            }
        }

        private void combination(@Nullable Path path, String words) {
            String where = text(path);
            faults.add(FieldError.invalid(where, "\"\"", "\"" + where + "\" " + words));
        }

        private long matching(JsonNode parts, JsonNode value) {
            return parts.valueStream().filter(part -> isValid(part, value)).count();
        }

        private boolean isValid(JsonNode part, JsonNode value) {
            Walk attempt = new Walk();
            attempt.value(SchemaReader.read(part), value, null, null, Strictness.CUSTOM);
            return attempt.faults.isEmpty();
        }

        private FieldError wrongType(@Nullable Path path, String expected, String actual) {
            String where = text(path);
            String quoted = "\"" + actual + "\"";
            String words = where + " in body must be of type " + expected + ": " + quoted;
            return new FieldError(where, FieldError.Type.TYPE_INVALID, quoted, words);
        }

        private static String text(@Nullable Path path) {
            return path == null ? "<nil>" : path.toString();
        }
    }
}
