package io.pinisi.portal.ui;

import io.pinisi.portal.fleet.Condition;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Conditions of any object as a table. */
public final class Conditions {
    /** Conditions that are good news when they are false. */
    private static final Set<String> BAD_WHEN_TRUE =
            Set.of(
                    "MemoryPressure",
                    "DiskPressure",
                    "PIDPressure",
                    "NetworkUnavailable",
                    "ReplicaFailure",
                    "DisruptionTarget");

    private Conditions() {}

    public static RowTable<Condition> table(InstantSource clock) {
        return new RowTable<>("Conditions", columns(), Condition::type, clock)
                .whenEmpty("None reported yet.");
    }

    private static List<Column<Condition>> columns() {
        return List.of(
                Column.text("", "Condition", Condition::type),
                Column.of("", "Status", condition -> new Cell.State(status(condition))),
                Column.text("", "Reason", Condition::reason),
                Column.<Condition>text("", "Message", Condition::message).wide(),
                Column.of("", "Since", condition -> new Cell.Age(condition.since())));
    }

    private static Status status(Condition condition) {
        if (condition.state().equals("Unknown")) {
            return Status.of(Level.UNKNOWN, "Unknown");
        }
        boolean good = condition.state().equals("True") != BAD_WHEN_TRUE.contains(condition.type());
        return Status.of(good ? Level.HEALTHY : Level.DEGRADED, condition.state());
    }
}
