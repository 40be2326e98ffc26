package io.pinisi.federation.propagation;

import java.util.List;

/**
 * One field of ours that someone else changed in a member.
 *
 * @param path such as {@code spec.template.spec.containers[name=web].image}
 * @param keys the same as {@code managedFields} name it; an empty text where they do not
 * @param wanted as JSON
 * @param found as JSON, empty where the field is gone
 * @param manager who owns the field now; empty where nobody does
 * @param time when that manager last wrote, empty where unknown
 */
public record Drift(
        String path, List<String> keys, String wanted, String found, String manager, String time) {
    public Drift {
        keys = List.copyOf(keys);
    }

    /** Somebody deleted the whole object. */
    public static Drift deleted() {
        return new Drift("", List.of(), "", "", "", "");
    }

    @Override
    public String toString() {
        String who = manager.isEmpty() ? "someone" : manager;
        return path
                + ": "
                + who
                + (found.isEmpty() ? " removed it" : " set " + found)
                + ", wanted "
                + wanted
                + (time.isEmpty() ? "" : " (" + time + ")");
    }
}
