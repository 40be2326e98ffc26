package io.pinisi.portal.placement;

import io.pinisi.portal.status.Status;
import java.util.List;

/**
 * What something would do, before it is done.
 *
 * @param faults why it cannot be done at all; then the rest is empty
 * @param untouched objects that stay as they are
 * @param hidden objects that would move too, and that the person may not see
 */
public record Impact(
        List<Fault> faults, List<Moved> moved, List<Effect> clusters, int untouched, int hidden) {
    public Impact {
        faults = List.copyOf(faults);
        moved = List.copyOf(moved);
        clusters = List.copyOf(clusters);
    }

    public static Impact refused(List<Fault> faults) {
        return new Impact(faults, List.of(), List.of(), 0, 0);
    }

    /**
     * @param field may be empty
     */
    public record Fault(String field, String message) {}

    /**
     * One object.
     *
     * @param before where it is, in words
     * @param after where it would be
     * @param reasons one for each cluster
     */
    public record Moved(
            String object, Status status, String before, String after, List<Reason> reasons) {
        public Moved {
            reasons = List.copyOf(reasons);
        }
    }

    /** Why a cluster would be taken, or not. */
    public record Reason(String cluster, boolean chosen, String why) {}

    /**
     * One cluster.
     *
     * @param comes and {@code goes}, in words
     * @param room what is left there then
     */
    public record Effect(String cluster, String comes, String goes, Status room) {}
}
