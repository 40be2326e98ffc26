package io.pinisi.db.account;

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
    public Account {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an account has a name");
        }
        groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
    }

    @Override
    public String toString() {
        return "Account[" + name + ", groups=" + groups + ", disabled=" + disabled + "]";
    }
}
