package io.pinisi.federation.approval;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import java.util.List;

/** The requests that a refusal was filed as, in the causes of its Status. */
public final class FiledRequests {
    private static final String FIELD = StoredApprovals.REQUESTS + "/";

    private FiledRequests() {}

    static FieldError cause(String request) {
        return FieldError.forbidden(FIELD + request, "waits for approval");
    }

    /** Their names; empty where it was refused for another reason. */
    public static List<String> in(ApiException refusal) {
        ApiException.Details details = refusal.details();
        return details == null
                ? List.of()
                : details.causes().stream()
                        .map(FieldError::field)
                        .filter(field -> field.startsWith(FIELD))
                        .map(field -> field.substring(FIELD.length()))
                        .toList();
    }
}
