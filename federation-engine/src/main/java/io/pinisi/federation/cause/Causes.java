package io.pinisi.federation.cause;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.placement.Template;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which request last made each object of the hub what it is. Reports of status are no cause: they
 * are known by a generation that stays, and otherwise by their writer. Thread-safe.
 */
public final class Causes {
    /** Objects that are gone and whose deletion is remembered. */
    private static final int GONE_MAX = 10_000;

    private final Origins origins;
    private final Map<Template, Known> known = new ConcurrentHashMap<>();
    private final Map<Template, Cause> decisions = new ConcurrentHashMap<>();

    /** Guarded by itself. */
    private final Map<Template, Cause> gone =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Template, Cause> eldest) {
                    return size() > GONE_MAX;
                }
            };

    /** What changes when somebody wants something else. */
    private record Face(long generation, JsonNode labels, JsonNode annotations, boolean deleting) {
        static Face of(JsonNode object) {
            JsonNode metadata = object.path("metadata");
            return new Face(
                    metadata.path("generation").asLong(0),
                    metadata.path("labels"),
                    metadata.path("annotations"),
                    Metadata.of(object).isDeleting());
        }

        /** Kinds without a generation show no difference between a wish and a report. */
        boolean isLike(Face other) {
            return generation > 0 && equals(other);
        }
    }

    /**
     * @param cause null until somebody asks: at the start every object is new, and few matter
     */
    private record Known(Face face, long revision, @Nullable Cause cause) {}

    public Causes(Origins origins) {
        this.origins = origins;
    }

    /** An object as the hub now has it; to be told before anybody acts on it. */
    public void seen(JsonNode object) {
        Face face = Face.of(object);
        long revision = revision(Metadata.of(object).resourceVersion());
        known.compute(Template.of(object), (template, before) -> next(before, face, revision));
    }

    private Known next(@Nullable Known before, Face face, long revision) {
        if (before == null) {
            return new Known(face, revision, null);
        }
        if (revision <= before.revision() || before.face().isLike(face)) {
            return before;
        }
        Cause cause = resolve(revision);
        return cause.requestId().isEmpty()
                ? new Known(face, before.revision(), before.cause())
                : new Known(face, revision, cause);
    }

    /**
     * @param version of the deletion
     */
    public void gone(Template template, String version) {
        known.remove(template);
        Cause cause = resolve(revision(version));
        if (!cause.requestId().isEmpty()) {
            synchronized (gone) {
                gone.put(template, cause);
            }
        }
    }

    /** What led to the decision about an object that now stands. */
    public void decided(Template template, Cause cause) {
        decisions.put(template, cause);
    }

    public void forgetDecision(Template template) {
        decisions.remove(template);
    }

    public Cause ofDecision(Template template) {
        return decisions.getOrDefault(template, Cause.NONE);
    }

    /** The request that last changed the object, or took it away. */
    public Cause of(Template template) {
        Known now = known.get(template);
        if (now == null) {
            synchronized (gone) {
                return gone.getOrDefault(template, Cause.NONE);
            }
        }
        if (now.cause() != null) {
            return now.cause();
        }
        Cause cause = resolve(now.revision());
        known.replace(template, now, new Known(now.face(), now.revision(), cause));
        return cause;
    }

    private Cause resolve(long revision) {
        return origins.request(revision).map(id -> new Cause(revision, id)).orElse(Cause.NONE);
    }

    /** The hub is one of ours, and its versions are revisions. */
    private static long revision(String version) {
        return version.isEmpty() ? 0 : Long.parseLong(version);
    }
}
