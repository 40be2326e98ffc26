package io.pinisi.cluster.history;

import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.db.history.HistoryKey;
import java.util.ArrayList;
import java.util.List;

/**
 * What of the past the caller is shown: what they may get now, on the server whose history it is.
 * Of what a member was seen to be, the cluster must exist for them as well.
 */
final class PastRights {
    static final String CLUSTERS = "clusters.cluster.karmada.io";

    private final HistoryOptions options;
    private final Authorizer authorizer;

    PastRights(HistoryOptions options, Authorizer authorizer) {
        this.options = options;
        this.authorizer = authorizer;
    }

    boolean mayGet(String source, HistoryKey key) {
        return maySee(source) && isAllowed(key);
    }

    /** Whether the source exists for the caller. */
    boolean maySee(String source) {
        return source.equals(options.source()) || isAllowed(new HistoryKey(CLUSTERS, "", source));
    }

    /** All that exist for the caller, the server's own first. */
    List<String> sources() {
        List<String> sources = new ArrayList<>();
        sources.add(options.source());
        options.store().sources().stream()
                .filter(source -> !source.equals(options.source()) && maySee(source))
                .forEach(sources::add);
        return sources;
    }

    private boolean isAllowed(HistoryKey key) {
        int dot = key.resource().indexOf('.');
        Attributes attributes =
                new Attributes(
                        RequestContext.current().user(),
                        "get",
                        dot < 0 ? "" : key.resource().substring(dot + 1),
                        "",
                        dot < 0 ? key.resource() : key.resource().substring(0, dot),
                        "",
                        key.namespace(),
                        key.name(),
                        "");
        return authorizer.authorize(attributes) instanceof Authorizer.Decision.Allowed;
    }
}
