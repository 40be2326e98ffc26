package io.pinisi.cluster.controllers.claim;

import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Expectations;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Wakes a controller's objects: when they change, when what they own changes, and when something
 * without owner appears that they might adopt. Where the controller counts on what it has asked
 * for, it also keeps the books of that.
 */
public final class OwnerWaker {
    private final Claims claims;
    private final Lister owners;
    private final Controller<ObjectKey> controller;
    private final @Nullable Expectations<ObjectKey> expectations;

    private OwnerWaker(
            Claims claims,
            Lister owners,
            Controller<ObjectKey> controller,
            @Nullable Expectations<ObjectKey> expectations) {
        this.claims = claims;
        this.owners = owners;
        this.controller = controller;
        this.expectations = expectations;
    }

    public static void follow(
            Claims claims, Informer owners, Informer dependents, Controller<ObjectKey> controller) {
        wire(new OwnerWaker(claims, owners.lister(), controller, null), owners, dependents);
    }

    /** As {@link #follow}, for a controller that must not count before its copy has caught up. */
    public static void followCounting(
            Claims claims,
            Informer owners,
            Informer dependents,
            Controller<ObjectKey> controller,
            Expectations<ObjectKey> expectations) {
        wire(new OwnerWaker(claims, owners.lister(), controller, expectations), owners, dependents);
    }

    private static void wire(OwnerWaker waker, Informer owners, Informer dependents) {
        Claims.index(dependents);
        owners.addHandler(waker::ownerChanged);
        dependents.addHandler(waker::dependentChanged);
    }

    private void ownerChanged(Change change) {
        if (change instanceof Change.Deleted && expectations != null) {
            expectations.forget(Metadata.key(change.object()));
        }
        wake(change.object());
    }

    private void dependentChanged(Change change) {
        ObjectNode object = change.object();
        if (expectations != null) {
            count(change, expectations);
        }
        if (change instanceof Change.Updated(ObjectNode previous, ObjectNode current)
                && !Metadata.of(previous).controller().equals(Metadata.of(current).controller())) {
            wakeOwners(previous);
        }
        wakeOwners(object);
    }

    /** What is being deleted counts as deleted at once. */
    private void count(Change change, Expectations<ObjectKey> books) {
        ObjectNode object = change.object();
        boolean gone = change instanceof Change.Deleted || Metadata.of(object).isDeleting();
        if (gone) {
            claims.owner(object, owners)
                    .ifPresent(o -> books.deleted(Metadata.key(o), Metadata.uid(object)));
        } else if (change instanceof Change.Added) {
            claims.owner(object, owners).ifPresent(o -> books.created(Metadata.key(o)));
        }
    }

    private void wakeOwners(ObjectNode dependent) {
        if (Metadata.of(dependent).controller().isPresent()) {
            claims.owner(dependent, owners).ifPresent(this::wake);
        } else {
            claims.suitors(dependent, owners).forEach(this::wake);
        }
    }

    private void wake(ObjectNode owner) {
        controller.queue().add(Metadata.key(owner));
    }
}
