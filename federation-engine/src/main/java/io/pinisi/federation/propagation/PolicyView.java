package io.pinisi.federation.propagation;

import io.pinisi.federation.interpreter.Interpreters;
import io.pinisi.federation.override.OverrideIndex;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.PolicyIndex;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.Territory;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** The hub's policies as they are now, and the limits that they stay within. */
public interface PolicyView {
    PolicyIndex index();

    OverrideIndex overrides();

    /** What is known of the kinds. */
    Interpreters interpreters();

    /** Where an object may be, whatever policies say. */
    Territory territory(Template template);

    /** How urgent an object is by a policy; empty where the policy does not say. */
    OptionalInt priority(Policy policy, JsonNode object);

    /** Why a member must not get an object as it was rendered; empty where it may. */
    Optional<String> objection(JsonNode rendered);
}
