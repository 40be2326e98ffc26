package io.pinisi.federation.cause;

import io.pinisi.federation.placement.Template;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one worker has already answered, object by object: a cause counts once. What the worker does
 * later, with no newer cause, it does of its own accord. Thread-safe.
 */
public final class Follow {
    private final Map<Template, Long> answered = new ConcurrentHashMap<>();

    /** The cause, or none where it was answered. */
    public Cause open(Template template, Cause cause) {
        return cause.revision() > answered.getOrDefault(template, 0L) ? cause : Cause.NONE;
    }

    /** The worker has looked at everything up to this cause. */
    public void answered(Template template, Cause cause) {
        if (cause.revision() > 0) {
            answered.merge(template, cause.revision(), Math::max);
        }
    }

    public void forget(Template template) {
        answered.remove(template);
    }
}
