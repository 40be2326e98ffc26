package io.pinisi.cluster.admission.podsecurity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a pod may do; the order is from everything to little. */
enum Level {
    PRIVILEGED,
    BASELINE,
    RESTRICTED;

    static Optional<Level> of(String text) {
        return Arrays.stream(values()).filter(level -> level.text().equals(text)).findFirst();
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
