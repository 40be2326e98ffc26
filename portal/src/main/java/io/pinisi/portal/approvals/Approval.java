package io.pinisi.portal.approvals;

import io.pinisi.portal.history.FieldChange;
import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param what would be done, in a line
 * @param demand of the policy, in its own words; may be empty
 * @param turn whose it is to do something
 * @param offers what the person may do about it now
 * @param lacking what the requester still has to say before anybody may approve; empty for nothing
 * @param objects of a collection; else empty
 * @param said who decided what, in lines
 * @param until when it waits, or holds
 */
public record Approval(
        String id,
        String what,
        String requester,
        String policy,
        String demand,
        Status state,
        Turn turn,
        Set<Offer> offers,
        String lacking,
        String reason,
        String ticket,
        List<FieldChange> changes,
        List<String> objects,
        List<String> said,
        @Nullable Instant asked,
        Instant until) {

    public Approval {
        offers = Set.copyOf(offers);
        changes = List.copyOf(changes);
        objects = List.copyOf(objects);
        said = List.copyOf(said);
    }

    public String path() {
        return path(id);
    }

    /** The page of a request. */
    public static String path(String id) {
        return "approvals/" + id;
    }

    /** Where a request belongs on the page of one person. */
    public enum Turn {
        /** The person decides. */
        TO_DECIDE,
        /** The person asked, and it is open. */
        MINE,
        /** It is open, and others decide. */
        OTHERS,
        /** Access that somebody has at present. */
        IN_FORCE,
        OVER
    }

    /** What a person may do about a request. */
    public enum Offer {
        APPROVE,
        /** Also what was approved, and what the person asked for. */
        DENY,
        /** Say why. */
        EXPLAIN
    }
}
