package io.pinisi.cluster.controllers.deployment;

import static io.pinisi.cluster.controllers.deployment.DeploymentConditions.progressing;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.StatusWriter;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.TemplateHash;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One look at one deployment: decides by the planners, performs, and writes one status at the end.
 * Used once, by one thread.
 */
final class DeploymentPass {
    private final SetWriter writer;
    private final StatusWriter statusWriter;
    private final EventRecorder recorder;
    private final ObjectNode reference;
    private final Instant now;

    /** Conditions as they develop during the pass. */
    private final ObjectNode working = Json.object();

    private Rollout rollout;
    private int collisions;

    DeploymentPass(
            SetWriter writer,
            StatusWriter statusWriter,
            EventRecorder recorder,
            ObjectNode reference,
            Rollout rollout,
            Instant now) {
        this.writer = writer;
        this.statusWriter = statusWriter;
        this.recorder = recorder;
        this.reference = reference;
        this.rollout = rollout;
        this.now = now;
        this.collisions = rollout.deployment().collisionCount();
        JsonNode conditions = rollout.deployment().status().get("conditions");
        if (conditions != null) {
            working.set("conditions", conditions.deepCopy());
        }
    }

    /**
     * @param hasPods whether a set still has pods that run
     */
    Outcome run(Predicate<ReplicaSetView> hasPods) {
        DeploymentView deployment = rollout.deployment();
        if (deployment.metadata().isDeleting()) {
            return writeStatus(false);
        }
        notePause();
        if (deployment.isPaused() || ScalingPlanner.isScaled(rollout)) {
            useCurrent();
            resize(ScalingPlanner.plan(rollout));
            if (deployment.isPaused()) {
                forgetHistory();
            }
            return writeStatus(false);
        }
        if (deployment.isRolling()) {
            ensureCurrent();
            if (!resize(RolloutPlanner.rolling(rollout))) {
                forgetHistoryOnceComplete();
            }
        } else {
            recreate(hasPods);
        }
        return writeStatus(true);
    }

    private void recreate(Predicate<ReplicaSetView> hasPods) {
        useCurrent();
        if (resize(RolloutPlanner.stopOld(rollout)) || rollout.old().stream().anyMatch(hasPods)) {
            return;
        }
        ensureCurrent();
        if (!resize(RolloutPlanner.rolling(rollout))) {
            forgetHistoryOnceComplete();
        }
    }

    /** Returns whether a size was changed. */
    private boolean resize(List<Resize> plan) {
        plan.forEach(resize -> writer.resize(rollout, resize));
        return plan.stream().anyMatch(resize -> resize.set().replicas() != resize.replicas());
    }

    private void notePause() {
        DeploymentView deployment = rollout.deployment();
        if (deployment.progressDeadline().isEmpty()) {
            return;
        }
        String reason = DeploymentConditions.progressReason(working);
        if (reason.equals(DeploymentConditions.TIMED_OUT)) {
            return;
        }
        boolean notedPause = reason.equals(DeploymentConditions.PAUSED);
        if (deployment.isPaused() && !notedPause) {
            note(
                    new Condition(
                            DeploymentConditions.PROGRESSING,
                            "Unknown",
                            DeploymentConditions.PAUSED,
                            "Deployment is paused"));
        } else if (!deployment.isPaused() && notedPause) {
            note(
                    new Condition(
                            DeploymentConditions.PROGRESSING,
                            "Unknown",
                            DeploymentConditions.RESUMED,
                            "Deployment is resumed"));
        }
    }

    private void note(Condition condition) {
        DeploymentConditions.set(working, condition, now);
    }

    /** Brings the set of the present template up to date, if there is one. */
    private void useCurrent() {
        ReplicaSetView current = rollout.current();
        if (current == null) {
            return;
        }
        rollout = rollout.with(writer.refresh(rollout, current));
        if (rollout.deployment().progressDeadline().isPresent()
                && DeploymentConditions.progressReason(working).isEmpty()) {
            String message = "Found new replica set \"" + current.name() + "\"";
            note(progressing(true, DeploymentConditions.FOUND, message));
        }
        noteRevision();
    }

    /** Makes the set of the present template unless there is one. */
    private void ensureCurrent() {
        if (rollout.current() != null) {
            useCurrent();
            return;
        }
        try {
            ReplicaSetView created = createCurrent();
            rollout = rollout.with(created);
        } catch (ApiException e) {
            noteFailure(e);
            throw e;
        }
        noteRevision();
    }

    private ReplicaSetView createCurrent() {
        try {
            ReplicaSetView created = writer.create(rollout, reference);
            if (rollout.deployment().progressDeadline().isPresent()) {
                String message = "Created new replica set \"" + created.name() + "\"";
                note(progressing(true, DeploymentConditions.CREATED, message));
            }
            return created;
        } catch (ApiException e) {
            if (!e.is(Reason.ALREADY_EXISTS)) {
                throw e;
            }
            return existing(e);
        }
    }

    /** The set under the wanted name, if it is ours after all; else the next name is tried. */
    private ReplicaSetView existing(ApiException alreadyExists) {
        DeploymentView deployment = rollout.deployment();
        String hash = TemplateHash.of(deployment.template(), deployment.collisionCount());
        ObjectKey key =
                new ObjectKey(
                        deployment.metadata().namespace(),
                        deployment.metadata().name() + "-" + hash);
        Optional<ReplicaSetView> ours =
                writer.client()
                        .find(ResourcePath.of(Resources.REPLICA_SETS, key))
                        .filter(set -> Metadata.of(set).isControlledBy(deployment.metadata().uid()))
                        .map(ReplicaSetView::new)
                        .filter(set -> TemplateHash.same(set.template(), deployment.template()));
        if (ours.isEmpty()) {
            collisions++;
            throw alreadyExists;
        }
        return ours.get();
    }

    private void noteFailure(ApiException e) {
        DeploymentView deployment = rollout.deployment();
        if (!e.is(Reason.ALREADY_EXISTS)) {
            String message = "Failed to create new replica set: " + e.getMessage();
            recorder.warning(deployment.tree(), DeploymentConditions.CREATE_ERROR, message);
            if (deployment.progressDeadline().isPresent()) {
                note(progressing(false, DeploymentConditions.CREATE_ERROR, message));
            }
        }
        writeStatus(false);
    }

    private void noteRevision() {
        @Nullable String revision =
                Objects.requireNonNull(rollout.current())
                        .metadata()
                        .annotation(RevisionNotes.REVISION);
        if (revision != null) {
            DeploymentView noted = writer.noteRevision(rollout.deployment(), revision);
            rollout = new Rollout(noted, rollout.current(), rollout.old());
        }
    }

    private void forgetHistoryOnceComplete() {
        if (RolloutStatus.isComplete(rollout.deployment(), rollout.deployment().status())) {
            forgetHistory();
        }
    }

    private void forgetHistory() {
        RolloutPlanner.obsolete(rollout).forEach(writer::delete);
    }

    private Outcome writeStatus(boolean judgeProgress) {
        ObjectNode status =
                RolloutStatus.counts(rollout, working.path("conditions"), collisions, now);
        if (judgeProgress) {
            RolloutStatus.judgeProgress(rollout, status, now);
        }
        DeploymentView deployment = rollout.deployment();
        statusWriter.write(deployment.tree(), status);
        return RolloutStatus.untilDeadline(deployment, status, now)
                .filter(wait -> judgeProgress)
                .map(Outcome::revisit)
                .orElse(Outcome.SETTLED);
    }
}
