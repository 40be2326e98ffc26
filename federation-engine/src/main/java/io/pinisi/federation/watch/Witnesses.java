package io.pinisi.federation.watch;

import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import java.time.Instant;

/** Remembers what members are seen to be, and from when to when nobody saw them. */
public interface Witnesses {
    /** Nobody remembers. */
    Witnesses NONE =
            new Witnesses() {
                @Override
                public Witness of(String cluster, GroupVersionResource collection) {
                    return Witness.NONE;
                }

                @Override
                public void lost(String cluster, Instant since) {}

                @Override
                public void found(String cluster) {}

                @Override
                public void left(String cluster) {}
            };

    /** For a mirror that is about to begin. */
    Witness of(String cluster, GroupVersionResource collection);

    /** Nothing is known of a member any more, until its collections are listed again. */
    void lost(String cluster, Instant since);

    /** It answers again. */
    void found(String cluster);

    /** It is no member any more. */
    void left(String cluster);
}
