package io.pinisi.cluster.machinery.error;

import org.jspecify.annotations.Nullable;

/**
 * One fault of one field, worded as Kubernetes words it ({@code k8s.io/apimachinery}'s {@code
 * field.Error}), so that people and tools recognise it.
 *
 * @param field path such as {@code spec.containers[0].image}
 * @param type what is wrong; its text is the {@code reason} of the status cause
 * @param value the offending value as JSON text, where showing it helps
 * @param detail the rest of the sentence, may be empty
 */
public record FieldError(String field, Type type, @Nullable String value, String detail) {

    /** The kinds of faults, with the cause reason and the words that the original uses. */
    public enum Type {
        REQUIRED("FieldValueRequired", "Required value"),
        INVALID("FieldValueInvalid", "Invalid value"),
        NOT_SUPPORTED("FieldValueNotSupported", "Unsupported value"),
        DUPLICATE("FieldValueDuplicate", "Duplicate value"),
        FORBIDDEN("FieldValueForbidden", "Forbidden"),
        NOT_FOUND("FieldValueNotFound", "Not found"),
        TOO_LONG("FieldValueTooLong", "Too long"),
        TOO_MANY("FieldValueTooMany", "Too many"),
        TYPE_INVALID("FieldValueTypeInvalid", "Invalid value"),
        /** Another field manager owns the field; the detail is the whole sentence. */
        MANAGER_CONFLICT("FieldManagerConflict", ""),
        /** A disruption budget has none to give; the detail is the whole sentence. */
        DISRUPTION_BUDGET("DisruptionBudget", "");

        private final String reason;
        private final String words;

        Type(String reason, String words) {
            this.reason = reason;
            this.words = words;
        }

        public String reason() {
            return reason;
        }
    }

    public static FieldError required(String field, String detail) {
        return new FieldError(field, Type.REQUIRED, null, detail);
    }

    public static FieldError invalid(String field, String jsonValue, String detail) {
        return new FieldError(field, Type.INVALID, jsonValue, detail);
    }

    public static FieldError notSupported(
            String field, String jsonValue, Iterable<String> allowed) {
        return new FieldError(
                field,
                Type.NOT_SUPPORTED,
                jsonValue,
                "supported values: \"" + String.join("\", \"", allowed) + "\"");
    }

    public static FieldError duplicate(String field, String jsonValue) {
        return new FieldError(field, Type.DUPLICATE, jsonValue, "");
    }

    public static FieldError forbidden(String field, String detail) {
        return new FieldError(field, Type.FORBIDDEN, null, detail);
    }

    /** The text without the field, as a status cause carries it. */
    public String body() {
        if (type.words.isEmpty()) {
            return detail;
        }
        String head = value == null ? type.words : type.words + ": " + value;
        return detail.isEmpty() ? head : head + ": " + detail;
    }

    @Override
    public String toString() {
        return field + ": " + body();
    }
}
