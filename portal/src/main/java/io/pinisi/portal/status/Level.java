package io.pinisi.portal.status;

/** How well something is, from best to worst; the order sorts lists and rolls up. */
public enum Level {
    HEALTHY,
    DONE,
    UNKNOWN,
    PROGRESSING,
    DEGRADED,
    UNREACHABLE,
    FAILED;

    public static Level worst(Iterable<Level> levels) {
        Level worst = null;
        for (Level level : levels) {
            worst = worst == null || level.compareTo(worst) > 0 ? level : worst;
        }
        return worst == null ? UNKNOWN : worst;
    }
}
