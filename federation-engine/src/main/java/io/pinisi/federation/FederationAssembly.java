package io.pinisi.federation;

import io.pinisi.federation.history.MemberHistory;
import org.jspecify.annotations.Nullable;

/** Starts the federation engine on a hub. */
public final class FederationAssembly {
    private FederationAssembly() {}

    /** Returns when the engine knows what there is and has begun to work on it. */
    public static Federation start(FederationOptions options) throws InterruptedException {
        return start(options, null);
    }

    /**
     * The same, and what members are seen to be is remembered.
     *
     * @param history null where nothing is remembered
     */
    public static Federation start(
            FederationOptions options, MemberHistory.@Nullable Options history)
            throws InterruptedException {
        Federation federation = new Federation(options, history);
        try {
            federation.start();
            return federation;
        } catch (InterruptedException | RuntimeException e) {
            federation.close();
            throw e;
        }
    }
}
