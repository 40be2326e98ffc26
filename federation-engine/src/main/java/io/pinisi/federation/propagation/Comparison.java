package io.pinisi.federation.propagation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ObjectPage;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.placement.Template;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What bringing a member to the decisions would do, by what it has at this moment and not by what
 * was watched. Nothing is changed.
 *
 * @param lacking objects that it does not have
 * @param differing objects that were rendered from something else
 * @param condemned objects that are to be deleted there
 * @param unknown objects with our marks that no decision knows of
 */
public record Comparison(int lacking, int differing, int condemned, int unknown) {
    private static final ListOptions OURS = ListOptions.ALL.labels(Marks.MANAGED + "=true");
    private static final int PAGE = 500;

    /**
     * @param member for reading
     */
    public static Comparison of(
            String cluster,
            ApiClient member,
            Templates templates,
            Bindings bindings,
            Desires desires) {
        Map<Template, Metadata> found = new HashMap<>();
        for (GroupVersionKind kind : templates.kinds()) {
            templates.collection(kind).ifPresent(path -> read(member, kind, path, found));
        }
        int lacking = 0;
        int differing = 0;
        int condemned = 0;
        for (Binding binding : bindings.all()) {
            Metadata live = found.remove(binding.template());
            Optional<Rendered> wanted = desires.rendered(cluster, binding.template());
            if (live == null) {
                lacking += wanted.isPresent() ? 1 : 0;
            } else if (wanted.isPresent()) {
                boolean same = wanted.get().hash().equals(live.annotation(Marks.RENDERED));
                differing += same ? 0 : 1;
            } else if (isCondemned(binding, cluster)) {
                condemned++;
            }
        }
        found.values().removeIf(live -> live.annotation(Marks.PRESERVED) != null);
        return new Comparison(lacking, differing, condemned, found.size());
    }

    private static boolean isCondemned(Binding binding, String cluster) {
        return !binding.clusters().containsKey(cluster) && !binding.evicts(cluster);
    }

    private static void read(
            ApiClient member,
            GroupVersionKind kind,
            ResourcePath path,
            Map<Template, Metadata> found) {
        try {
            String token = "";
            do {
                ObjectPage page = member.list(path, OURS.page(PAGE, token));
                for (ObjectNode object : page.items()) {
                    Template template = new Template(kind, Metadata.key(object));
                    Metadata metadata = Metadata.of(object);
                    String binding = Binding.keyOf(template).toString();
                    if (binding.equals(metadata.annotation(Marks.BINDING))) {
                        found.put(template, metadata);
                    }
                }
                token = page.continueToken();
            } while (!token.isEmpty());
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e; // a kind that the member does not serve has no objects there
            }
        }
    }

    /** Whether nothing would be done. */
    public boolean isEmpty() {
        return lacking + differing + condemned + unknown == 0;
    }

    /** In words, for people. */
    @Override
    public String toString() {
        return "%d missing, %d different, %d to be deleted, %d that nothing here decided on"
                .formatted(lacking, differing, condemned, unknown);
    }
}
