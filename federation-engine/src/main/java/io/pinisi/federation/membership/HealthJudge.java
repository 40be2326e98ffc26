package io.pinisi.federation.membership;

/**
 * Damps what probes say into the Ready condition: one lost packet is no outage, one answer no
 * recovery. Immutable; the reasons are Karmada's.
 *
 * @param streak probes in a row that speak against the present verdict
 */
record HealthJudge(HealthPolicy policy, Verdict verdict, int streak) {
    static final String READY = "ClusterReady";
    static final String NOT_READY = "ClusterNotReady";
    static final String NOT_REACHABLE = "ClusterNotReachable";

    /** What the condition says. */
    record Verdict(String status, String reason, String message) {
        boolean isReady() {
            return status.equals("True");
        }
    }

    static HealthJudge begin(HealthPolicy policy, Verdict known) {
        return new HealthJudge(policy, known, 0);
    }

    HealthJudge after(Probe probe) {
        Verdict seen = judge(probe);
        boolean decided = !verdict.status().equals("Unknown");
        if (decided && seen.isReady() == verdict.isReady()) {
            return new HealthJudge(policy, verdict.isReady() ? verdict : seen, 0);
        }
        int threshold = seen.isReady() ? policy.successes() : policy.failures();
        if (streak + 1 < threshold) {
            return new HealthJudge(policy, verdict, streak + 1);
        }
        return new HealthJudge(policy, seen, 0);
    }

    private static Verdict judge(Probe probe) {
        return switch (probe) {
            case Probe.Ok() ->
                    new Verdict("True", READY, "cluster is healthy and ready to accept workloads");
            case Probe.Unwell(String message) -> new Verdict("False", NOT_READY, message);
            case Probe.Unreachable(String message) -> new Verdict("False", NOT_REACHABLE, message);
        };
    }
}
