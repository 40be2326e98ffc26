package io.pinisi.cluster.registry;

import io.pinisi.cluster.admission.Act;
import io.pinisi.cluster.admission.AuditAnnotations;
import io.pinisi.cluster.authn.UserInfo;
import java.util.function.Consumer;

/**
 * The facts of one request that the write pipeline needs, apart from the object itself.
 *
 * @param source address of the caller as far as we trust it, for the audit record
 * @param channel {@code api}, {@code portal} or {@code engine}, for the audit record
 * @param userAgent what the caller says it is, for the audit record; not to be trusted
 * @param impersonator who acts as {@code user}, for the audit record; empty where nobody does
 * @param fieldManager owner of the fields this request sets; never empty (derived from the user
 *     agent where the client names none)
 * @param force whether apply takes fields from other managers
 * @param act what rules may know of the request, and what they add to its audit records
 * @param annotations what admission adds to the audit record
 * @param warnings receives sentences for {@code Warning} headers
 */
public record Call(
        UserInfo user,
        String requestId,
        String source,
        String channel,
        String userAgent,
        String impersonator,
        String fieldManager,
        boolean dryRun,
        FieldValidation fieldValidation,
        boolean force,
        Act act,
        Consumer<String> warnings,
        AuditAnnotations annotations) {

    public Call(
            UserInfo user,
            String requestId,
            String source,
            String channel,
            String userAgent,
            String impersonator,
            String fieldManager,
            boolean dryRun,
            FieldValidation fieldValidation,
            boolean force,
            Act act,
            Consumer<String> warnings) {
        this(
                user,
                requestId,
                source,
                channel,
                userAgent,
                impersonator,
                fieldManager,
                dryRun,
                fieldValidation,
                force,
                act,
                warnings,
                new AuditAnnotations());
    }

    /** What happens to unknown and duplicate fields. */
    public enum FieldValidation {
        IGNORE,
        WARN,
        STRICT
    }
}
