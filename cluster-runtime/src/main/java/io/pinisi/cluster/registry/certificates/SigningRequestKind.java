package io.pinisi.cluster.registry.certificates;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.machinery.schema.ResourceDefinition.Subresource;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.HumanDuration;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code certificates.k8s.io/v1 CertificateSigningRequest}. */
public final class SigningRequestKind {
    private static final String GROUP = "certificates.k8s.io";
    private static final String KIND = "CertificateSigningRequest";

    private SigningRequestKind() {}

    public static Kind define(KindContext context) {
        Subresource approval =
                new Subresource(
                        "approval",
                        new GroupVersionKind(GROUP, "v1", KIND),
                        Set.of("get", "patch", "update"));
        return context.kind(GROUP, "v1", KIND, "certificatesigningrequests")
                .clusterScoped()
                .shortNames("csr")
                .named(NameRule.PATH_SEGMENT)
                .strategy(new SigningRequestStrategy())
                .status(new SigningStatusStrategy())
                .endpoint(approval, store -> store.as("approval", new ApprovalStrategy()))
                .selectable("spec.signerName")
                .with(Kind.Trait.ANSWERS_DELETED_OBJECT)
                .columns(columns(context.columns()))
                .build();
    }

    private static Columns columns(Columns columns) {
        return columns.name()
                .age()
                .text("SignerName", o -> Columns.textAt(o, Columns.NONE, "spec", "signerName"))
                .text("Requestor", o -> Columns.textAt(o, "", "spec", "username"))
                .text("RequestedDuration", SigningRequestKind::duration)
                .text("Condition", SigningRequestKind::condition);
    }

    private static String duration(ObjectNode request) {
        JsonNode seconds = Json.at(request, "spec", "expirationSeconds");
        return seconds == null
                ? Columns.NONE
                : HumanDuration.of(Duration.ofSeconds(seconds.asLong(0)));
    }

    private static String condition(ObjectNode request) {
        Set<String> types = new HashSet<>();
        request.path("status")
                .path("conditions")
                .forEach(condition -> types.add(condition.path("type").asString("")));
        String shown =
                types.contains("Denied")
                        ? "Denied"
                        : types.contains("Approved") ? "Approved" : "Pending";
        String failed = types.contains("Failed") ? ",Failed" : "";
        boolean issued = !Columns.textAt(request, "", "status", "certificate").isEmpty();
        return shown + failed + (issued ? ",Issued" : "");
    }
}
