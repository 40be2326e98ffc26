package io.pinisi.federation.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.pinisi.cluster.admission.Act;
import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.AuditAnnotations;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.KeyRing;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeedsTest {
    @TempDir private Path home;

    @Test
    void anApprovalToWriteASecretOutlivesTheProcess() {
        String before = digest(KeyRing.openOrCreate(home.resolve("key")), "aGVsbG8=");
        assertEquals(before, digest(KeyRing.openOrCreate(home.resolve("key")), "aGVsbG8="));
        assertNotEquals(before, digest(KeyRing.openOrCreate(home.resolve("key")), "aGVsbG9v"));
        assertNotEquals(before, digest(KeyRing.ephemeral(), "aGVsbG8="), "it cannot be guessed");
    }

    @Test
    void nothingOfASecretIsShown() {
        Deed deed = new Deeds(KeyRing.ephemeral()).of(create("c2VjcmV0"));
        assertFalse(deed.tree().toString().contains("c2VjcmV0"));
    }

    private static String digest(KeyRing key, String value) {
        return new Deeds(key).of(create(value)).digest();
    }

    private static AdmissionRequest create(String value) {
        return new AdmissionRequest(
                AdmissionRequest.Operation.CREATE,
                GroupVersionResource.of("v1", "secrets"),
                GroupVersionKind.of("v1", "Secret"),
                "",
                ObjectKey.of("shop", "key"),
                Yaml.parse("metadata: {name: key}\ndata: {a: " + value + "}").getFirst(),
                null,
                UserInfo.of("rika"),
                false,
                new Act("create", "request", ""),
                warning -> {},
                new AuditAnnotations());
    }
}
