package io.pinisi.federation.login;

import io.pinisi.cluster.machinery.error.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A field of a kubeconfig that has PEM in base64. */
public final class PemField {
    private PemField() {}

    /**
     * Null where there is none, or what is there is at fault.
     *
     * @param path of the field, for messages
     * @param faults gets what is wrong
     */
    public static @Nullable String read(JsonNode value, String path, List<FieldError> faults) {
        String text = value.asString("");
        if (text.isEmpty()) {
            return null;
        }
        try {
            String pem =
                    new String(Base64.getMimeDecoder().decode(text), StandardCharsets.US_ASCII);
            if (pem.contains("-----BEGIN ")) {
                return pem;
            }
        } catch (IllegalArgumentException e) {
            // the same answer as for what decodes to no PEM
        }
        faults.add(FieldError.invalid(path, "<redacted>", "must be PEM in base64"));
        return null;
    }
}
