package io.pinisi.cluster.machinery.error;

import io.pinisi.cluster.machinery.meta.GroupResource;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The only exception that leaves an API server, and the one that every client of ours throws: it
 * becomes a {@code metav1.Status} on the wire and is read back from one.
 */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient @Nullable Details details;

    /**
     * What the error is about.
     *
     * @param kind resource (or, for {@link Reason#INVALID}, kind) as {@code Status.details.kind}
     *     has it
     * @param causes faults by field, empty where the message says all
     * @param retryAfterSeconds 0 where the client should not wait
     */
    public record Details(
            String group,
            String kind,
            String name,
            List<FieldError> causes,
            int retryAfterSeconds) {
        public Details {
            causes = List.copyOf(causes);
        }
    }

    public ApiException(Reason reason, String message, @Nullable Details details) {
        super(message);
        this.reason = reason;
        this.details = details;
    }

    public ApiException(Reason reason, String message) {
        this(reason, message, null);
    }

    public static ApiException notFound(GroupResource resource, String name) {
        return new ApiException(
                Reason.NOT_FOUND, resource + " \"" + name + "\" not found", about(resource, name));
    }

    public static ApiException alreadyExists(GroupResource resource, String name) {
        return new ApiException(
                Reason.ALREADY_EXISTS,
                resource + " \"" + name + "\" already exists",
                about(resource, name));
    }

    public static ApiException conflict(GroupResource resource, String name, String why) {
        return new ApiException(
                Reason.CONFLICT,
                "Operation cannot be fulfilled on " + resource + " \"" + name + "\": " + why,
                about(resource, name));
    }

    public static ApiException forbidden(GroupResource resource, String name, String why) {
        return new ApiException(
                Reason.FORBIDDEN,
                resource + (name.isEmpty() ? "" : " \"" + name + "\"") + " is forbidden: " + why,
                about(resource, name));
    }

    public static ApiException badRequest(String message) {
        return new ApiException(Reason.BAD_REQUEST, message);
    }

    /** {@code group} and {@code kind} as in {@code Deployment.apps "web" is invalid: …}. */
    public static ApiException invalid(
            String group, String kind, String name, List<FieldError> errors) {
        String subject = group.isEmpty() ? kind : kind + "." + group;
        String list =
                errors.size() == 1
                        ? errors.getFirst().toString()
                        : errors.stream()
                                .map(FieldError::toString)
                                .collect(Collectors.joining(", ", "[", "]"));
        return new ApiException(
                Reason.INVALID,
                subject + " \"" + name + "\" is invalid: " + list,
                new Details(group, kind, name, errors, 0));
    }

    private static Details about(GroupResource resource, String name) {
        return new Details(resource.group(), resource.resource(), name, List.of(), 0);
    }

    public Reason reason() {
        return reason;
    }

    public @Nullable Details details() {
        return details;
    }

    public boolean is(Reason other) {
        return reason == other;
    }
}
