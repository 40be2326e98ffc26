package io.pinisi.federation.propagation;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.health.Health;
import io.pinisi.federation.interpreter.Interpreters;
import io.pinisi.federation.known.KnownKinds;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is kept of an object of ours in a member.
 *
 * @param binding the binding it belongs to, as its own annotation says; empty where it lacks one
 * @param templateGeneration generation of the template that it was rendered from
 * @param preserved whether it outlives its template
 * @param observed whether the member's controllers have seen the present spec
 * @param status as the member has it, not to be changed
 * @param drift what others changed of it
 * @param held how it stands by the script that says what stays as the member has it
 * @param seen when this state was seen
 */
public record ObservedObject(
        ObjectKey key,
        String uid,
        String resourceVersion,
        String binding,
        String templateUid,
        long templateGeneration,
        String hash,
        boolean preserved,
        boolean observed,
        Health health,
        JsonNode status,
        List<Drift> drift,
        Held held,
        Instant seen) {
    /** What a script of retention says of an object as it is in a member now. */
    public sealed interface Held {
        Held AS_APPLIED = new AsApplied();

        /** The same as when it was applied last, or there is no script. */
        record AsApplied() implements Held {}

        /** Something else. */
        record Otherwise() implements Held {}

        /** It fails. */
        record Unsaid(String why) implements Held {}
    }

    public ObservedObject {
        drift = List.copyOf(drift);
    }

    static ObservedObject of(
            ObjectNode object, Interpreters interpreters, List<Drift> drift, Instant seen) {
        Metadata metadata = Metadata.of(object);
        return new ObservedObject(
                metadata.key(),
                metadata.uid(),
                metadata.resourceVersion(),
                annotation(metadata, Marks.BINDING),
                annotation(metadata, Marks.TEMPLATE_UID),
                number(annotation(metadata, Marks.TEMPLATE_GENERATION)),
                annotation(metadata, Marks.RENDERED),
                metadata.annotation(Marks.PRESERVED) != null,
                isObserved(object),
                interpreters.health(object),
                interpreters.status(object),
                drift,
                Held.AS_APPLIED,
                seen);
    }

    ObservedObject with(List<Drift> others, Held by) {
        return new ObservedObject(
                key,
                uid,
                resourceVersion,
                binding,
                templateUid,
                templateGeneration,
                hash,
                preserved,
                observed,
                health,
                status,
                others,
                by,
                seen);
    }

    /** Kinds that report no observedGeneration are observed by being there. */
    private static boolean isObserved(JsonNode object) {
        boolean reports =
                object.path("status").has("observedGeneration")
                        || KnownKinds.find(object)
                                .map(known -> known.vitals().generation())
                                .orElseGet(() -> reportsOnceSeen(object));
        return !reports
                || object.path("status").path("observedGeneration").asLong(0)
                        >= Metadata.of(object).generation();
    }

    private static boolean reportsOnceSeen(JsonNode object) {
        boolean job =
                object.path("kind").asString("").equals("Job")
                        && object.path("apiVersion").asString("").equals("batch/v1");
        return object.path("spec").has("template") && !job;
    }

    private static String annotation(Metadata metadata, String name) {
        return Objects.requireNonNullElse(metadata.annotation(name), "");
    }

    /** Anyone may have written the annotation. */
    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether it serves as it should, as far as anyone can tell of its kind. */
    public boolean isWell() {
        return observed && (health == Health.HEALTHY || health == Health.NO_RULE);
    }

    /** Whether status has to be reckoned again. */
    boolean reportsOtherThan(ObservedObject before) {
        return !status.equals(before.status)
                || observed != before.observed
                || health != before.health
                || templateGeneration != before.templateGeneration;
    }
}
