package io.pinisi.federation;

/** Starts the federation engine on a hub. */
public final class FederationAssembly {
    private FederationAssembly() {}

    /** Returns when the engine knows what there is and has begun to work on it. */
    public static Federation start(FederationOptions options) throws InterruptedException {
        Federation federation = new Federation(options);
        try {
            federation.start();
            return federation;
        } catch (InterruptedException | RuntimeException e) {
            federation.close();
            throw e;
        }
    }
}
