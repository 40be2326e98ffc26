package io.pinisi.cluster.registry.certificates;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.StatusStrategy;
import io.pinisi.cluster.registry.Transition;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A signer puts the certificate, or says that it failed; it neither approves nor denies. */
final class SigningStatusStrategy extends StatusStrategy {
    @Override
    public void isolate(Transition transition) {
        super.isolate(transition);
        ObjectNode old = transition.old();
        if (old != null && transition.next().get("status") instanceof ObjectNode status) {
            RequestConditions.keep(old, status, RequestConditions.DECISIONS::contains);
        }
    }

    @Override
    public void prepare(Transition transition) {
        RequestConditions.stamp(transition);
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        RequestConditions.check(transition, faults);
        ObjectNode old = transition.old();
        JsonNode certificate = transition.next().path("status").path("certificate");
        if (old == null || certificate.asString("").isEmpty()) {
            return;
        }
        JsonNode before = old.path("status").path("certificate");
        if (!before.asString("").isEmpty() && !before.equals(certificate)) {
            faults.forbidden(
                    "status.certificate", "updates may not change the certificate content");
        }
        if (!isPem(certificate.asString(""))) {
            faults.invalid(
                    "status.certificate",
                    "<certificate data>",
                    "must contain at least one CERTIFICATE PEM block");
        }
    }

    private static boolean isPem(String base64) {
        try {
            String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
            return text.contains("-----BEGIN CERTIFICATE-----");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
