package io.pinisi.federation.epoch;

import java.util.List;
import java.util.Optional;

/** How a hub stands to a member, by the mark that it finds there. */
sealed interface Standing {
    /**
     * It may take the member.
     *
     * @param next the epoch to take it with
     */
    record Free(long next) implements Standing {}

    /** The member is not what this hub left: it is compared first. */
    record Returned(long next, String why) implements Standing {}

    /** Another hub has the member, or a newer state of this one. */
    record Fenced(String why) implements Standing {}

    /**
     * Pure.
     *
     * @param known what this hub wrote there, the latest first
     * @param consent token of the claim that a person lets this hub take over, or empty
     */
    static Standing judge(String hub, List<Claim> known, Optional<Claim> found, String consent) {
        long latest = known.isEmpty() ? 0 : known.getFirst().epoch();
        if (found.isEmpty()) {
            return known.isEmpty()
                    ? new Free(1)
                    : new Returned(latest + 1, "it has lost the mark of its hub");
        }
        Claim claim = found.get();
        long next = Math.max(latest, claim.epoch()) + 1;
        boolean own = claim.hub().equals(hub);
        if (known.contains(claim) || (own && known.isEmpty()) || claim.token().equals(consent)) {
            return new Free(next);
        }
        if (own && claim.epoch() < latest) {
            return new Returned(
                    next,
                    "it is in the state of epoch "
                            + claim.epoch()
                            + ", and epoch "
                            + latest
                            + " was there");
        }
        return new Fenced(
                (own ? "a newer state of this hub" : "another hub")
                        + " has taken the cluster with epoch "
                        + claim.epoch()
                        + ": nothing is written there; if this hub is to have it, annotate the"
                        + " Cluster with "
                        + Fence.CONSENT
                        + "="
                        + claim.token());
    }
}
