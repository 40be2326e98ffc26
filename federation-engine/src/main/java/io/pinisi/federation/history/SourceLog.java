package io.pinisi.federation.history;

import io.pinisi.cluster.history.Contact;
import io.pinisi.db.history.FollowedElsewhereException;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryEntry;
import io.pinisi.db.history.HistoryKey;
import io.pinisi.db.history.HistoryScope;
import io.pinisi.db.history.HistoryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One member's part of the history. Its position is the time up to which the member is known: what
 * is not written by then did not happen. Confined to the thread that writes.
 */
final class SourceLog {
    private static final int PAGE = 500;

    private final History history;
    private final String source;
    private final Set<String> open = new HashSet<>();
    private final Set<String> held = new HashSet<>();
    private long position;

    SourceLog(History history, String source) {
        this.history = history;
        this.source = source;
        this.position = history.position(source);
    }

    /** Begins with the word that is to be written next; what was written is taken away. */
    void write(Deque<Word> words) {
        while (!words.isEmpty()) {
            List<HistoryEntry> entries = new ArrayList<>();
            Set<String> openNext = new HashSet<>(open);
            Set<String> heldNext = new HashSet<>(held);
            Part part = new Part(openNext, heldNext, entries);
            int taken = 0;
            for (Word word : words) {
                if (word instanceof Word.Listed && taken > 0) {
                    break;
                }
                part.add(word);
                taken++;
                if (word instanceof Word.Listed) {
                    break;
                }
            }
            append(entries, heldNext, part.at);
            open.addAll(openNext);
            held.clear();
            held.addAll(heldNext);
            for (int i = 0; i < taken; i++) {
                words.removeFirst();
            }
        }
    }

    /** Nothing is new, and that is known. */
    void beat(Instant now) {
        if (!held.isEmpty()) {
            append(List.of(), held, now);
        }
    }

    private void append(List<HistoryEntry> entries, Set<String> watched, Instant at) {
        long reached = watched.isEmpty() ? position : Math.max(position, at.toEpochMilli());
        if (entries.isEmpty() && reached == position) {
            return;
        }
        try {
            history.append(source, position, reached, entries);
            position = reached;
        } catch (FollowedElsewhereException e) {
            position = history.position(source);
            throw e;
        }
    }

    private static HistoryEntry entry(HistoryKey key, Instant at, byte @Nullable [] body) {
        return new HistoryEntry(key, 0, at, "", "", body);
    }

    /** What one transaction makes of its words. A list is compared with what is written already. */
    private final class Part {
        private final Set<String> open;
        private final Set<String> held;
        private final List<HistoryEntry> entries;
        private Instant at = Instant.EPOCH;

        Part(Set<String> open, Set<String> held, List<HistoryEntry> entries) {
            this.open = open;
            this.held = held;
            this.entries = entries;
        }

        void add(Word word) {
            at = word.at();
            switch (word) {
                case Word.State state -> entries.add(entry(state.key(), state.at(), state.body()));
                case Word.Opened opened -> open(opened);
                case Word.Lost lost -> lose(lost);
                case Word.Listed listed -> list(listed);
            }
        }

        private void contact(String resource, Instant since, Contact contact) {
            entries.add(entry(Contact.key(resource), since, contact.body()));
        }

        /** What was watched before this process began is unknown since it was last known. */
        private void open(Word.Opened opened) {
            if (open.add(opened.resource())) {
                Instant since = position == 0 ? opened.at() : Instant.ofEpochMilli(position);
                contact(opened.resource(), since, Contact.lost("NotWatched"));
            }
        }

        private void lose(Word.Lost lost) {
            for (String resource : open) {
                if (held.remove(resource) || lost.reason().equals(Contact.LEFT)) {
                    contact(resource, lost.at(), Contact.lost(lost.reason()));
                }
            }
        }

        private void list(Word.Listed listed) {
            for (HistoryKey key : known(listed.resource())) {
                if (!listed.keys().contains(key)) {
                    entries.add(entry(key, listed.at(), null));
                }
            }
            if (held.add(listed.resource())) {
                contact(listed.resource(), listed.at(), Contact.HELD);
            }
        }
    }

    /** What exists by what was written; a moment that no clock has reached is after all of it. */
    private List<HistoryKey> known(String resource) {
        HistoryScope scope = HistoryScope.of(source).resource(resource);
        List<HistoryKey> keys = new ArrayList<>();
        HistoryKey after = null;
        while (true) {
            List<HistoryState> page =
                    history.at(scope, Instant.ofEpochMilli(Long.MAX_VALUE - 1), after, PAGE);
            page.forEach(state -> keys.add(state.key()));
            if (page.size() < PAGE) {
                return keys;
            }
            after = page.getLast().key();
        }
    }
}
