package io.pinisi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PasswordHashesTest {
    private final PasswordHashes hashes = new PasswordHashes();

    @Test
    void onlyTheSamePasswordMatches() {
        String hash = hashes.hash("a long and quiet evening");

        assertTrue(hashes.matches("a long and quiet evening", hash));
        assertFalse(hashes.matches("a long and quiet morning", hash));
    }

    @Test
    void comparingWithNobodyDoesTheSameWork() {
        String hash = hashes.hash("anything");

        assertFalse(hashes.matches("anything", hashes.nobody));
        assertEquals(form(hash), form(hashes.nobody));
    }

    /** All but the salt's and the hash's own letters: algorithm, costs and lengths. */
    private static String form(String hash) {
        int salt = hash.indexOf('$', hash.indexOf("p=1")) + 1;
        return hash.substring(0, salt) + hash.substring(salt).replaceAll("[^$]", "x");
    }
}
