package io.pinisi.federation.propagation;

/**
 * One field of ours that someone else changed in a member.
 *
 * @param path such as {@code spec.template.spec.containers[name=web].image}
 * @param wanted as JSON
 * @param found as JSON, empty where the field is gone
 * @param manager who owns the field now; empty where nobody does
 * @param time when that manager last wrote, empty where unknown
 */
public record Drift(String path, String wanted, String found, String manager, String time) {

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
