package io.pinisi.portal.ui;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.federation.approval.FiledRequests;
import io.pinisi.portal.backend.BackendSlot.HubStartingException;
import io.pinisi.portal.backend.PresentOnlyException;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why something could not be read or done, as a person can use it.
 *
 * @param retry whether it may mend by itself
 * @param requests for the approval of others that it was filed as
 */
public record Failure(Kind kind, String title, String text, boolean retry, List<String> requests) {
    private static final Logger log = LoggerFactory.getLogger(Failure.class);

    public Failure {
        requests = List.copyOf(requests);
    }

    private Failure(Kind kind, String title, String text, boolean retry) {
        this(kind, title, text, retry, List.of());
    }

    /** Pages differ by these. */
    public enum Kind {
        STARTING,
        FORBIDDEN,
        MISSING,
        /** Nobody does it alone. */
        APPROVAL,
        OTHER
    }

    public static Failure of(Throwable cause) {
        return switch (cause) {
            case HubStartingException e ->
                    new Failure(
                            Kind.STARTING,
                            "The hub is starting",
                            "This page fills in as soon as it answers.",
                            true);
            case PresentOnlyException e ->
                    new Failure(
                            Kind.OTHER,
                            "Only of now",
                            "This can be shown, or done, of the present only. Go back to now.",
                            false);
            case ApiException e when !FiledRequests.in(e).isEmpty() -> unapproved(e);
            case ApiException e when e.is(Reason.FORBIDDEN) ->
                    new Failure(Kind.FORBIDDEN, "No permission for this", text(e), false);
            case ApiException e when e.is(Reason.NOT_FOUND) ->
                    new Failure(Kind.MISSING, "Not found", text(e), true);
            case ApiException e ->
                    new Failure(Kind.OTHER, "The server refused this", text(e), true);
            default -> {
                log.warn("a page could not be shown", cause);
                yield new Failure(
                        Kind.OTHER,
                        "Something went wrong",
                        "The portal's log has the details. It will be tried again.",
                        true);
            }
        };
    }

    /** The same, where it is known what the person lacks the permission to do. */
    public Failure about(String deed) {
        return kind == Kind.FORBIDDEN
                ? new Failure(kind, "No permission to " + deed, text, retry, requests)
                : this;
    }

    private static Failure unapproved(ApiException e) {
        return new Failure(
                Kind.APPROVAL,
                "Another person has to approve this",
                FiledRequests.demands(e).stream()
                                .map(demand -> demand.replaceFirst("^approval policy", "Policy"))
                                .collect(Collectors.joining(". "))
                        + ". It is filed as a request. When it is approved, do the same again.",
                false,
                FiledRequests.in(e));
    }

    private static String text(ApiException e) {
        String message = e.getMessage();
        return message == null ? e.reason().text() : message;
    }
}
