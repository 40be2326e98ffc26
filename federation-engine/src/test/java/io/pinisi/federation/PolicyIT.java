package io.pinisi.federation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.federation.testing.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Policies of the hub and what follows from them. */
final class PolicyIT {
    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    @Test
    void aPolicyThatAsksForWhatIsNotBuiltIsRefused() {
        String namespace = scene.namespace("refused");
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () ->
                                scene.policy(
                                        namespace,
                                        "placement: {spreadConstraints: [{spreadByField:"
                                                + " region}]}"));
        assertEquals(Reason.INVALID, refusal.reason());
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("spec.placement.spreadConstraints"));
    }
}
