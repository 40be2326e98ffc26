package io.pinisi.portal.rollout;

/** What a person does about a rollout; all but the pause is about the run that was seen. */
public sealed interface RolloutAct {
    /** What may be offered. */
    enum Kind {
        APPROVE,
        PAUSE,
        RESUME,
        STOP,
        ROLL_BACK,
        SKIP
    }

    /** Opens the gate that the run waits at. */
    record Approve(int run, String gate) implements RolloutAct {}

    record Pause() implements RolloutAct {}

    record Resume() implements RolloutAct {}

    record Stop(int run) implements RolloutAct {}

    record RollBack(int run) implements RolloutAct {}

    /** Leaves a cluster out of the run. */
    record Skip(int run, String cluster) implements RolloutAct {}
}
