package io.pinisi.auth;

import java.security.SecureRandom;
import java.util.Optional;

/** What a password must be: long rather than contrived, and bounded so that hashing it is. */
final class PasswordPolicy {
    static final int SHORTEST = 12;
    static final int LONGEST = 128;
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 5;

    private PasswordPolicy() {}

    /** Why this cannot be the account's password; empty where it can. */
    static Optional<String> objection(String account, String password) {
        if (password.length() < SHORTEST) {
            return Optional.of("Use at least " + SHORTEST + " characters.");
        }
        if (password.length() > LONGEST) {
            return Optional.of("Use at most " + LONGEST + " characters.");
        }
        if (password.equalsIgnoreCase(account)) {
            return Optional.of("The password must differ from the account's name.");
        }
        if (password.chars().distinct().count() < 5) {
            return Optional.of("Use at least five different characters.");
        }
        return Optional.empty();
    }

    /** About 99 bits, without letters that are easily mistaken for each other. */
    static String random(SecureRandom random) {
        StringBuilder password = new StringBuilder(GROUPS * (GROUP_LENGTH + 1));
        for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
            if (i > 0 && i % GROUP_LENGTH == 0) {
                password.append('-');
            }
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }
}
