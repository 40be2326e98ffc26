package io.pinisi.cluster.controllers.storage;

import io.pinisi.cluster.controller.view.VolumeView;

/** What a claim needs next. */
sealed interface ClaimStep {
    /** Nothing, for now. */
    record Rest() implements ClaimStep {}

    /** Both sides are to point to each other and to say so. */
    record Bind(VolumeView volume) implements ClaimStep {}

    /** Someone outside is to make a volume. */
    record Ask(String provisioner) implements ClaimStep {}

    /** It stays pending; an event says why. */
    record Wait(boolean warning, String reason, String message) implements ClaimStep {}

    /** What it was bound to is gone. */
    record Lost(String reason, String message) implements ClaimStep {}
}
