package io.pinisi.portal.rollout;

import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All of one rollout.
 *
 * @param strategy that leads it
 * @param revision that the clusters are to have
 * @param stable that they had before; empty for none
 * @param gate that it waits at; empty for none
 * @param authors whose change it is
 * @param approvals who agreed to it, in lines
 * @param own whether it waits at a gate that is for others to open, because the change is the
 *     person's own
 * @param offers what the person may do about it now
 */
public record RolloutDetail(
        RolloutRow row,
        String strategy,
        String revision,
        String stable,
        String gate,
        List<String> authors,
        List<String> approvals,
        boolean own,
        List<Stage> stages,
        List<Member> members,
        List<Past> history,
        Set<RolloutAct.Kind> offers) {
    public RolloutDetail {
        authors = List.copyOf(authors);
        approvals = List.copyOf(approvals);
        stages = List.copyOf(stages);
        members = List.copyOf(members);
        history = List.copyOf(history);
        offers = Set.copyOf(offers);
    }

    public record Stage(String name, Status status, int updated, int clusters) {}

    /**
     * @param revision what it is to have now; empty where it keeps what it has
     * @param skippable whether it can still be left out
     */
    public record Member(
            String cluster,
            String stage,
            Status status,
            String revision,
            @Nullable Instant since,
            boolean skippable) {}

    /** An earlier run. */
    public record Past(
            int run,
            String revision,
            String result,
            @Nullable Instant started,
            @Nullable Instant finished) {}
}
