package io.pinisi.portal.web;

import io.pinisi.auth.Caller;
import io.pinisi.auth.SignInRecords;
import io.pinisi.db.audit.RefusalBudget;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Records what strangers try at the portal's door, within a budget for each address. */
@Singleton
final class RefusedAttempts {
    private static final int RECORDS_MAX = 10;
    private static final int TEXT_MAX = 256;

    private final SignInRecords records;
    private final RefusalBudget budget;

    /**
     * @param who tried, {@code unknown} where nobody can tell
     * @param more facts for the record, by name
     */
    record Attempt(
            String who, String verb, String object, String reason, Map<String, String> more) {
        Attempt(String verb, String object, String reason) {
            this("unknown", verb, object, reason, Map.of());
        }

        Attempt {
            verb = fit(verb);
            object = fit(object);
            Map<String, String> fitting = new LinkedHashMap<>();
            more.forEach((name, text) -> fitting.put(name, fit(text)));
            more = Map.copyOf(fitting);
        }
    }

    RefusedAttempts(WaysIn waysIn, InstantSource clock) {
        this.records = waysIn.records();
        this.budget = new RefusalBudget(clock);
    }

    void record(Attempt attempt, Caller caller) throws IOException {
        OptionalLong unrecorded = budget.take(caller.address(), RECORDS_MAX);
        if (unrecorded.isEmpty()) {
            return;
        }
        try {
            records.refusedAttempt(
                    new SignInRecords.Attempt(
                            attempt.who(),
                            attempt.verb(),
                            attempt.object(),
                            attempt.reason(),
                            attempt.more()),
                    unrecorded.getAsLong(),
                    caller);
        } catch (InterruptedException e) {
            throw Interruptions.during("a refusal", e);
        }
    }

    private static String fit(String text) {
        return text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text;
    }
}
