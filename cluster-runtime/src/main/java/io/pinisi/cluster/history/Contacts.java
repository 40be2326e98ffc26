package io.pinisi.cluster.history;

import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryScope;
import io.pinisi.db.history.HistoryState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which collections of members were watched, and since when not. For one request. */
final class Contacts {
    /** Contacts of one source at the most: as many as it has kinds that are followed. */
    private static final int MOST = 500;

    /** A source says now and then that nothing is new; so long it may be silent. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final History store;
    private final Map<String, Map<String, HistoryState>> known = new HashMap<>();

    /** A time in which nobody watched. */
    record Gap(String resource, Instant from, Instant until, String reason) {}

    Contacts(History store) {
        this.store = store;
    }

    /** From when on it is not known what a collection was at a moment; empty where it is. */
    Optional<Instant> unknownSince(String source, String resource, Instant at) {
        HistoryState contact = at(source, at).get(resource);
        if (contact == null) {
            return Optional.empty();
        }
        Instant since = Contact.unknownSince(contact);
        return since == null ? silentSince(source, at) : Optional.of(since);
    }

    /** Whether a source had been let go by a moment. */
    boolean hadLeft(String source, Instant at) {
        return at(source, at).values().stream()
                .flatMap(state -> Contact.of(state).stream())
                .anyMatch(contact -> contact.reason().equals(Contact.LEFT));
    }

    private Map<String, HistoryState> at(String source, Instant moment) {
        return known.computeIfAbsent(
                source + " " + moment,
                absent -> {
                    Map<String, HistoryState> contacts = new HashMap<>();
                    store.at(contacts(source), moment, null, MOST)
                            .forEach(state -> contacts.put(state.key().name(), state));
                    return contacts;
                });
    }

    private static HistoryScope contacts(String source) {
        return HistoryScope.of(source).resource(Contact.RESOURCE);
    }

    /** The position of such a source is the time up to which it is known. */
    private Optional<Instant> silentSince(String source, Instant at) {
        Instant known = Instant.ofEpochMilli(store.position(source));
        return at.isAfter(known.plus(SILENCE)) ? Optional.of(known) : Optional.empty();
    }

    /** Between two moments. */
    List<Gap> gaps(String source, Instant from, Instant until) {
        List<Gap> gaps = new ArrayList<>();
        for (String resource : at(source, until).keySet()) {
            Instant end = until;
            long before = Long.MAX_VALUE;
            for (HistoryState state : store.timeline(source, Contact.key(resource), before, MOST)) {
                Instant begin = state.from().isBefore(from) ? from : state.from();
                String reason = reason(state);
                if (reason != null && begin.isBefore(end)) {
                    gaps.add(new Gap(resource, begin, end, reason));
                }
                if (!state.from().isAfter(from)) {
                    break;
                }
                end = state.from().isBefore(end) ? state.from() : end;
            }
            silentSince(source, until)
                    .filter(
                            since ->
                                    unknownSince(source, resource, until)
                                            .equals(Optional.of(since)))
                    .ifPresent(
                            since ->
                                    gaps.add(
                                            new Gap(
                                                    resource,
                                                    since.isBefore(from) ? from : since,
                                                    until,
                                                    "NotWatched")));
        }
        return gaps;
    }

    private static @Nullable String reason(HistoryState state) {
        return Contact.of(state).filter(one -> !one.held()).map(Contact::reason).orElse(null);
    }
}
