package io.pinisi.cluster.registry;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The steps between a decoded object and its storage, in the one order that holds for every kind
 * and every way of writing. Nothing here does I/O.
 */
final class WritePipeline {
    private final Kind kind;
    private final Facet facet;
    private final Workbench bench;
    private final Intake intake;
    private final GroupVersionResource resource;

    WritePipeline(Kind kind, Facet facet, Workbench bench, Intake intake) {
        this.kind = kind;
        this.facet = facet;
        this.bench = bench;
        this.intake = intake;
        this.resource = kind.definition().in(kind.definition().storageVersion());
    }

    /** A new object that carries its system metadata already. */
    ObjectNode create(Call call, ObjectKey key, ObjectNode decoded) {
        Instant now = bench.now();
        isolate(new Transition(null, decoded, call.user(), now));
        return finish(call, key, null, owned(call, null, decoded, now), now);
    }

    /** The next state of an object, as a client put or patched it. */
    ObjectNode update(Call call, ObjectKey key, ObjectNode old, ObjectNode decoded) {
        Instant now = bench.now();
        SystemMetadata.carryOver(resource.groupResource(), key, old, decoded);
        isolate(new Transition(old, decoded, call.user(), now));
        return finish(call, key, old, owned(call, old, decoded, now), now);
    }

    /** A state that ownership has been reckoned for already, as apply does while it merges. */
    ObjectNode applied(Call call, ObjectKey key, @Nullable ObjectNode old, ObjectNode merged) {
        Instant now = bench.now();
        if (old != null) {
            SystemMetadata.carryOver(resource.groupResource(), key, old, merged);
        }
        isolate(new Transition(old, merged, call.user(), now));
        return finish(call, key, old, merged, now);
    }

    private void isolate(Transition transition) {
        ObjectNode old = transition.old();
        boolean announced = old == null && kind.has(Kind.Trait.STATUS_ON_CREATE);
        if (facet.isMain() && kind.status() != null && !announced) {
            JsonNode status = old == null ? null : old.get("status");
            if (status == null) {
                transition.next().remove("status");
            } else {
                transition.next().set("status", status);
            }
        }
        facet.strategy().isolate(transition);
    }

    private ObjectNode owned(Call call, @Nullable ObjectNode live, ObjectNode next, Instant now) {
        return bench.owned(writer(call, now), intake.schema(), live, next);
    }

    /** In whose name fields are owned. */
    Workbench.Writer writer(Call call, Instant now) {
        return new Workbench.Writer(
                call.fieldManager(),
                intake.gvk().apiVersion(),
                facet.subresource(),
                call.force(),
                now);
    }

    private ObjectNode finish(
            Call call, ObjectKey key, @Nullable ObjectNode old, ObjectNode owned, Instant now) {
        ObjectNode next = admitted(call, key, old, owned, now);
        Transition transition = new Transition(old, next, call.user(), now);
        facet.strategy().prepare(transition);
        if (facet.counts() && kind.has(Kind.Trait.GENERATION)) {
            SystemMetadata.countGeneration(old, next);
        }
        validate(transition);
        facet.strategy().warn(transition, call.warnings());
        bench.admission().validate(request(call, key, old, next));
        return next;
    }

    private ObjectNode admitted(
            Call call, ObjectKey key, @Nullable ObjectNode old, ObjectNode owned, Instant now) {
        ObjectNode next = owned.deepCopy();
        bench.admission().mutate(request(call, key, old, next));
        if (next.equals(owned)) {
            return next;
        }
        intake.complete(next);
        return owned(call, owned, next, now);
    }

    private void validate(Transition transition) {
        Faults faults = new Faults();
        MetadataRules.check(transition, kind.names(), faults);
        facet.strategy().validate(transition, faults);
        faults.addAll(bench.faults(intake.schema(), transition));
        if (!faults.isEmpty()) {
            throw invalid(Metadata.of(transition.next()).name(), faults.list());
        }
    }

    ApiException invalid(String name, List<FieldError> faults) {
        return ApiException.invalid(intake.gvk().group(), intake.gvk().kind(), name, faults);
    }

    AdmissionRequest request(
            Call call, ObjectKey key, @Nullable ObjectNode old, @Nullable ObjectNode next) {
        return new AdmissionRequest(
                operation(old, next),
                resource,
                intake.gvk(),
                facet.subresource(),
                key,
                next,
                old,
                call.user(),
                call.dryRun(),
                call.act(),
                call.warnings(),
                call.annotations());
    }

    private static AdmissionRequest.Operation operation(
            @Nullable ObjectNode old, @Nullable ObjectNode next) {
        if (next == null) {
            return AdmissionRequest.Operation.DELETE;
        }
        return old == null ? AdmissionRequest.Operation.CREATE : AdmissionRequest.Operation.UPDATE;
    }
}
