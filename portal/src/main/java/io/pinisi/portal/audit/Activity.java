package io.pinisi.portal.audit;

import io.pinisi.portal.history.PastRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One audit record.
 *
 * @param detail further facts as JSON
 */
public record Activity(
        long sequence,
        Instant at,
        String actor,
        List<String> groups,
        String verb,
        String object,
        String result,
        String channel,
        String source,
        String userAgent,
        String impersonator,
        String requestId,
        OptionalLong revision,
        String detail,
        String hash) {
    public Activity {
        groups = List.copyOf(groups);
    }

    public boolean isDone() {
        return result.equals("allowed");
    }

    /** The object, where the record is about one: {@code apps/v1 deployments shop/web}. */
    public Optional<PastRef> ref() {
        String[] words = object.split(" ", 3);
        if (words.length < 3) {
            return Optional.empty();
        }
        int slash = words[0].indexOf('/');
        String group = slash < 0 ? "" : "." + words[0].substring(0, slash);
        String resource = words[1].split("/", 2)[0] + group;
        int namespace = words[2].indexOf('/');
        return Optional.of(
                new PastRef(
                        resource,
                        namespace < 0 ? "" : words[2].substring(0, namespace),
                        words[2].substring(namespace + 1)));
    }
}
