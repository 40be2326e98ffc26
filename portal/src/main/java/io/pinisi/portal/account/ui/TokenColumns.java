package io.pinisi.portal.account.ui;

import io.pinisi.auth.token.ApiTokens;
import io.pinisi.db.token.PersonalToken;
import io.pinisi.db.token.TokenScope;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How tokens stand in tables: to their owners, and to operators. */
final class TokenColumns {
    private static final Duration SOON = Duration.ofDays(7);

    private final InstantSource clock;

    TokenColumns(InstantSource clock) {
        this.clock = clock;
    }

    List<Column<PersonalToken>> owners() {
        List<Column<PersonalToken>> columns = new ArrayList<>();
        columns.add(Column.text("", "Token", PersonalToken::label));
        columns.addAll(common());
        return columns;
    }

    List<Column<PersonalToken>> operators() {
        List<Column<PersonalToken>> columns = new ArrayList<>();
        columns.add(Column.text("", "Person", PersonalToken::owner));
        columns.add(Column.text("", "Token", PersonalToken::label));
        columns.addAll(common());
        return columns;
    }

    private List<Column<PersonalToken>> common() {
        return List.of(
                Column.of("", "State", token -> new Cell.State(state(token))),
                Column.<PersonalToken>text("", "May", token -> rights(token.scope())).wide(),
                new Column<PersonalToken>("", "Made", "num", token -> new Cell.Age(token.created()))
                        .wide(),
                new Column<>("", "Last used", "num", TokenColumns::used),
                Column.<PersonalToken>text("", "From", PersonalToken::usedFrom).wide(),
                Column.of("", "", this::button));
    }

    private static Cell used(PersonalToken token) {
        return token.used().isEmpty() ? new Cell.Text("never") : new Cell.Age(token.used().get());
    }

    private Cell button(PersonalToken token) {
        return token.isLive(clock.instant())
                ? new Cell.Button("Revoke", "Revoke the token " + token.label())
                : new Cell.Tags(List.of());
    }

    private Status state(PersonalToken token) {
        Instant now = clock.instant();
        if (token.revoked().isPresent()) {
            return Status.of(Level.UNKNOWN, "Revoked");
        }
        if (!token.isLive(now)) {
            return Status.of(Level.UNKNOWN, "Expired");
        }
        Duration left = Duration.between(now, token.expires());
        String ends =
                "ends in " + (left.toDays() > 0 ? left.toDays() + " d" : left.toHours() + " h");
        return left.compareTo(SOON) < 0
                ? new Status(Level.DEGRADED, "Ends soon", ends)
                : new Status(Level.HEALTHY, "Live", ends);
    }

    /** A scope as a sentence's rest. */
    static String rights(TokenScope scope) {
        List<String> words = new ArrayList<>();
        words.add(verbs(scope.verbs()));
        if (!scope.namespaces().isEmpty()) {
            words.add("in " + String.join(", ", scope.namespaces()));
        }
        if (!scope.apis().isEmpty()) {
            words.add("on " + String.join(", ", scope.apis()));
        }
        if (!scope.groups().isEmpty()) {
            words.add("as " + String.join(", ", scope.groups()));
        }
        return String.join(" ", words);
    }

    private static String verbs(List<String> verbs) {
        if (verbs.isEmpty()) {
            return "everything";
        }
        Set<String> set = new HashSet<>(verbs);
        return set.equals(new HashSet<>(ApiTokens.READING)) ? "look" : String.join(", ", verbs);
    }
}
