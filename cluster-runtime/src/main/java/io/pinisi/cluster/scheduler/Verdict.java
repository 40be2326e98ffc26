package io.pinisi.cluster.scheduler;

import java.util.List;

/** What a rule says of a node. */
public sealed interface Verdict {
    Verdict FITS = new Fits();

    static Verdict unfit(String reason) {
        return new Unfit(List.of(reason));
    }

    record Fits() implements Verdict {}

    /** Each reason in the words that people know from diagnoses. */
    record Unfit(List<String> reasons) implements Verdict {
        public Unfit {
            reasons = List.copyOf(reasons);
        }
    }
}
