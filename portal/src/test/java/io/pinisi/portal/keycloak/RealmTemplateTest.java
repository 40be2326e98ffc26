package io.pinisi.portal.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RealmTemplateTest {
    private static final String TEMPLATE =
            "{\"root\":\"{{portal}}\",\"a\":\"{{secret ayu}}\",\"b\":\"{{secret made}}\"}";

    @TempDir private Path folder;

    @Test
    void placesAreFilledAndSecretsStayTheSame() throws IOException {
        RealmTemplate template = new RealmTemplate(folder, new SecureRandom());
        String filled = template.fill(TEMPLATE, "http://127.0.0.1:8080");
        assertEquals(
                "{\"root\":\"http://127.0.0.1:8080\",\"a\":\"%s\",\"b\":\"%s\"}"
                        .formatted(template.secret("ayu"), template.secret("made")),
                filled);
        assertEquals(
                filled,
                new RealmTemplate(folder, new SecureRandom())
                        .fill(TEMPLATE, "http://127.0.0.1:8080"));
        assertNotEquals(template.secret("ayu"), template.secret("made"));
    }

    @Test
    void onlyTheOwnerReadsASecret() throws IOException {
        new RealmTemplate(folder, new SecureRandom()).secret("ayu");
        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(folder.resolve("ayu")));
    }

    @Test
    void aRealmWithOtherAddressesIsAnotherRealm() {
        assertNotEquals(RealmTemplate.nameOf("a"), RealmTemplate.nameOf("b"));
        assertEquals(Set.of("ayu", "made"), RealmTemplate.names(TEMPLATE));
    }
}
