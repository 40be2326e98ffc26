package io.pinisi.federation.approval;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import java.util.List;
import java.util.stream.Stream;

/** The requests that a refusal was filed as, in the causes of its Status. */
public final class FiledRequests {
    private static final String FIELD = StoredApprovals.REQUESTS + "/";

    private FiledRequests() {}

    static FieldError cause(String request, ApprovalPolicy policy) {
        return FieldError.forbidden(FIELD + request, policy.demand());
    }

    /** Their names; empty where it was refused for another reason. */
    public static List<String> in(ApiException refusal) {
        return causes(refusal).map(cause -> cause.field().substring(FIELD.length())).toList();
    }

    /** What the policies demand, in their order. */
    public static List<String> demands(ApiException refusal) {
        return causes(refusal).map(FiledRequests::demand).distinct().toList();
    }

    /** In a Status the kind of fault stands before it. */
    private static String demand(FieldError cause) {
        String words = FieldError.forbidden("", "").body() + ": ";
        return cause.detail().startsWith(words)
                ? cause.detail().substring(words.length())
                : cause.detail();
    }

    private static Stream<FieldError> causes(ApiException refusal) {
        ApiException.Details details = refusal.details();
        return details == null
                ? Stream.of()
                : details.causes().stream().filter(cause -> cause.field().startsWith(FIELD));
    }
}
