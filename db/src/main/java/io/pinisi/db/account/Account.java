package io.pinisi.db.account;

import io.pinisi.db.audit.StorableText;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A local account.
 *
 * @param passwordHash as the auth module's hash function prints it, parameters and salt included
 * @param mustChange the password must be changed at the next sign-in
 */
public record Account(
        String name,
        String passwordHash,
        SortedSet<String> groups,
        boolean mustChange,
        boolean disabled,
        Instant created) {
    private static final int NAME_MAX = 256;
    private static final int HASH_MAX = 1024;

    public Account {
        if (name.isBlank() || !StorableText.isStorable(name, NAME_MAX)) {
            throw new IllegalArgumentException(
                    "the name of an account has 1 to " + NAME_MAX + " characters");
        }
        if (!StorableText.isStorable(passwordHash, HASH_MAX)) {
            throw new IllegalArgumentException("a hash has at most " + HASH_MAX + " characters");
        }
        if (!groups.stream().allMatch(group -> StorableText.isStorable(group, NAME_MAX))) {
            throw new IllegalArgumentException(
                    "the name of a group has at most " + NAME_MAX + " characters");
        }
        groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
    }

    @Override
    public String toString() {
        return "Account[" + name + ", groups=" + groups + ", disabled=" + disabled + "]";
    }
}
