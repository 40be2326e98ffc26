package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.node.pod.Preparation;

/** What an action has led to, beyond what the runtime itself can tell. */
sealed interface Effect {
    record Nothing() implements Effect {}

    record SandboxMade() implements Effect {}

    record SandboxFailed(Preparation.Trouble trouble) implements Effect {}

    record Prepared(String container, Preparation preparation) implements Effect {}

    record Started(String container) implements Effect {}

    /** Everything on the node is gone; the API knows. */
    record Finished() implements Effect {}

    /** It did not work and is simply to be tried again. */
    record Failed(String message) implements Effect {}
}
