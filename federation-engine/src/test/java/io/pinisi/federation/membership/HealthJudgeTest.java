package io.pinisi.federation.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HealthJudgeTest {
    private static final HealthPolicy POLICY =
            new HealthPolicy(
                    Duration.ofSeconds(1), Duration.ofSeconds(1), 3, 2, Duration.ofSeconds(5));

    /** {@code +} is a good probe, {@code u} an unwell answer, {@code -} no answer. */
    @ParameterizedTest
    @CsvSource({
        "True, --, True, ClusterReady",
        "True, ---, False, ClusterNotReachable",
        "True, --+--, True, ClusterReady",
        "True, --u, False, ClusterNotReady",
        "False, +, False, ClusterNotReachable",
        "False, ++, True, ClusterReady",
        "False, +-+, False, ClusterNotReachable",
        "Unknown, ++, True, ClusterReady",
        "Unknown, ---, False, ClusterNotReachable",
    })
    void probesAreDamped(String begin, String probes, String status, String reason) {
        HealthJudge judge =
                HealthJudge.begin(
                        POLICY,
                        new HealthJudge.Verdict(
                                begin,
                                begin.equals("True") ? "ClusterReady" : "ClusterNotReachable",
                                ""));
        for (int i = 0; i < probes.length(); i++) {
            judge =
                    judge.after(
                            switch (probes.charAt(i)) {
                                case '+' -> new Probe.Ok();
                                case 'u' -> new Probe.Unwell("not well");
                                default -> new Probe.Unreachable("gone");
                            });
        }
        assertEquals(status, judge.verdict().status());
        assertEquals(reason, judge.verdict().reason());
    }
}
