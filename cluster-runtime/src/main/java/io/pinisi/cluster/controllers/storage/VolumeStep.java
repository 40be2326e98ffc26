package io.pinisi.cluster.controllers.storage;

/** What a volume needs next. */
sealed interface VolumeStep {
    /** Its status is to say this. */
    record Phase(String phase) implements VolumeStep {}

    /** Its claim has not been looked at since the volume was kept for it. */
    record AskClaim() implements VolumeStep {}

    /**
     * Its claim has another volume, so it is free again.
     *
     * @param altogether whether not even the claim's name stays, which someone else wrote
     */
    record Free(boolean altogether) implements VolumeStep {}
}
