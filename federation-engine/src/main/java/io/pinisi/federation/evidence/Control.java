package io.pinisi.federation.evidence;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.db.audit.AuditEntry;
import java.util.List;
import java.util.function.Predicate;

/** What auditors ask about, by the names they have for it. */
public record Control(String id, String title, List<Question> questions) {
    private static final Control PCI_DSS_10 =
            of(
                    "pci-dss-10",
                    "PCI DSS 4.0, requirement 10: log and monitor all access",
                    new Question(
                            "10.2.1.1-sensitive-reads",
                            "Reads of secrets, logs and into containers",
                            Words.SENSITIVE_READ),
                    new Question(
                            "10.2.1.2-administration",
                            "Writes by people",
                            entry -> Words.isWrite(entry) && Words.isPerson(entry)),
                    new Question(
                            "10.2.1.3-audit-log-access",
                            "Access to the audit log",
                            Words.AUDIT_LOG),
                    new Question("10.2.1.4-refusals", "Attempts that were refused", Words.REFUSED),
                    new Question(
                            "10.2.1.5-credentials-and-roles",
                            "Sign-ins, accounts, tokens and roles",
                            Words.CREDENTIALS.or(Words.ROLES)),
                    new Question(
                            "10.2.1.6-audit-log-upkeep",
                            "Records let go, and legal holds",
                            entry ->
                                    entry.verb().equals("retire")
                                            || entry.object().contains("/holds")),
                    new Question(
                            "10.2.1.7-system-objects",
                            "Clusters, namespaces, tenants and kinds, made or removed",
                            entry -> Words.isWrite(entry) && Words.isSystemObject(entry)));
    private static final Control SOC2_CC6 =
            of(
                    "soc2-cc6",
                    "SOC 2, CC6: logical and physical access controls",
                    new Question(
                            "cc6.1-sign-ins", "Sign-ins, sessions and tokens", Words.CREDENTIALS),
                    new Question(
                            "cc6.2-tenants",
                            "People given or taken a tenant's roles",
                            Words.TENANTS),
                    new Question("cc6.3-roles", "Changes of roles and bindings", Words.ROLES),
                    new Question("cc6.8-refusals", "Attempts that were refused", Words.REFUSED));
    private static final Control SOC2_CC7 =
            of(
                    "soc2-cc7",
                    "SOC 2, CC7: system operations",
                    new Question("cc7.2-refusals", "Attempts that were refused", Words.REFUSED),
                    new Question(
                            "cc7.3-sensitive-reads", "Secrets, logs, exec", Words.SENSITIVE_READ),
                    new Question("cc7.4-audit-log", "Access to the audit log", Words.AUDIT_LOG));
    private static final Control SOC2_CC8 =
            of(
                    "soc2-cc8",
                    "SOC 2, CC8: change management",
                    new Question("cc8.1-changes", "Every write", Words::isWrite),
                    new Question(
                            "cc8.1-approvals",
                            "Requests for approval, and their decisions",
                            entry -> entry.object().contains(" approvalrequests")));
    private static final Control ISO_27001_A_8_15 =
            of(
                    "iso-27001-a.8.15",
                    "ISO/IEC 27001:2022, A.8.15: logging",
                    new Question("a.8.15-activity", "Every record", _ -> true),
                    new Question(
                            "a.8.15-audit-log-access", "Access to the audit log", Words.AUDIT_LOG));
    private static final Control ACCESS_REVIEW =
            of(
                    "access-review",
                    "Review of who has which right",
                    new Question(
                            "changes-of-rights",
                            "Changes of roles, bindings, tenants, accounts and tokens",
                            Words.ROLES.or(Words.TENANTS).or(Words.CREDENTIALS)));

    /** All there are, in the order in which they are shown. */
    static final List<Control> ALL =
            List.of(PCI_DSS_10, SOC2_CC6, SOC2_CC7, SOC2_CC8, ISO_27001_A_8_15, ACCESS_REVIEW);

    public Control {
        questions = List.copyOf(questions);
    }

    /**
     * One question to the audit log.
     *
     * @param name of its file
     */
    public record Question(String name, String title, Predicate<AuditEntry> fits) {}

    private static Control of(String id, String title, Question... questions) {
        return new Control(id, title, List.of(questions));
    }

    /**
     * @throws ApiException NotFound, with the names that there are
     */
    public static Control named(String id) {
        return ALL.stream()
                .filter(one -> one.id.equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                ApiException.badRequest(
                                        "there is no control \""
                                                + id
                                                + "\", but "
                                                + String.join(
                                                        ", ",
                                                        ALL.stream().map(Control::id).toList())));
    }

    /** What records say, in the words of the questions. */
    private static final class Words {
        static final Predicate<AuditEntry> REFUSED = entry -> !entry.result().equals("allowed");
        static final Predicate<AuditEntry> AUDIT_LOG = entry -> entry.object().startsWith("/audit");
        static final Predicate<AuditEntry> ROLES =
                entry -> isWrite(entry) && entry.object().startsWith("rbac.authorization.k8s.io/");
        static final Predicate<AuditEntry> TENANTS =
                entry -> isWrite(entry) && entry.object().contains(" tenants ");
        static final Predicate<AuditEntry> CREDENTIALS =
                entry ->
                        entry.object().startsWith("account ")
                                || entry.verb().startsWith("sign-")
                                || entry.verb().contains("session")
                                || entry.verb().endsWith("-token");
        static final Predicate<AuditEntry> SENSITIVE_READ =
                entry ->
                        (entry.object().startsWith("v1 secrets") && !isWrite(entry))
                                || List.of("log", "exec", "attach", "portforward").stream()
                                        .anyMatch(
                                                one -> entry.object().startsWith("v1 pods/" + one));

        private static final List<String> WRITES =
                List.of("create", "update", "patch", "delete", "deletecollection");
        private static final List<String> SYSTEM_OBJECTS =
                List.of(" clusters ", " namespaces ", " tenants ", " customresourcedefinitions ");

        static boolean isWrite(AuditEntry entry) {
            return WRITES.contains(entry.verb());
        }

        static boolean isPerson(AuditEntry entry) {
            return !entry.actor().startsWith("system:");
        }

        static boolean isSystemObject(AuditEntry entry) {
            return SYSTEM_OBJECTS.stream().anyMatch(entry.object()::contains);
        }
    }
}
