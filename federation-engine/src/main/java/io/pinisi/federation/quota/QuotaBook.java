package io.pinisi.federation.quota;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.federation.placement.ResourceAmounts;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Allowance;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps account of what every object of a namespace with a quota asks for. Thread-safe. */
public final class QuotaBook implements Allowance {
    private final Function<String, Map<Template, ResourceAmounts>> stored;
    private final Consumer<Template> reconsider;
    private final Map<ObjectKey, FederatedQuota> quotas = new ConcurrentHashMap<>();
    private final Map<Template, ResourceAmounts> taken = new HashMap<>();
    private final Set<Template> refused = new HashSet<>();

    /**
     * @param stored what the decisions that are written ask for, by namespace
     * @param reconsider who was refused may try again
     */
    public QuotaBook(
            Function<String, Map<Template, ResourceAmounts>> stored,
            Consumer<Template> reconsider) {
        this.stored = stored;
        this.reconsider = reconsider;
    }

    /** Another, or none any more. */
    void put(ObjectKey key, @Nullable FederatedQuota quota) {
        if (quota == null) {
            quotas.remove(key);
        } else {
            quotas.put(key, quota);
        }
        retry(key.namespace());
    }

    @Override
    public Optional<String> take(
            Template template, ResourceAmounts before, ResourceAmounts wanted) {
        String namespace = template.key().namespace();
        if (namespace == null || quotasOf(namespace).isEmpty()) {
            return Optional.empty();
        }
        boolean changed;
        synchronized (this) {
            ResourceAmounts had = taken.getOrDefault(template, before);
            Optional<String> objection = objection(namespace, template, had, wanted);
            if (objection.isPresent()) {
                refused.add(template);
                return objection;
            }
            taken.put(template, wanted);
            refused.remove(template);
            changed = !wanted.equals(had);
        }
        if (changed) {
            retry(namespace);
        }
        return Optional.empty();
    }

    private List<FederatedQuota> quotasOf(String namespace) {
        return quotas.values().stream()
                .filter(quota -> namespace.equals(quota.key().namespace()))
                .toList();
    }

    private Optional<String> objection(
            String namespace, Template template, ResourceAmounts had, ResourceAmounts wanted) {
        ResourceAmounts others = others(namespace, template);
        for (FederatedQuota quota : quotasOf(namespace)) {
            for (Map.Entry<String, Quantity> hard :
                    new TreeMap<>(quota.overall().amounts()).entrySet()) {
                String name = FederatedQuota.plain(hard.getKey());
                Quantity asked = wanted.amount(name);
                boolean more = asked.compareTo(had.amount(name)) > 0;
                if (more && others.amount(name).plus(asked).compareTo(hard.getValue()) > 0) {
                    return Optional.of(
                            "exceeds federated quota %s: requested %s=%s, used by others %s, limited to %s"
                                    .formatted(
                                            quota.key().name(),
                                            hard.getKey(),
                                            asked,
                                            others.amount(name),
                                            hard.getValue()));
                }
            }
        }
        return Optional.empty();
    }

    private ResourceAmounts others(String namespace, Template template) {
        return holdings(namespace).entrySet().stream()
                .filter(entry -> !entry.getKey().equals(template))
                .map(Map.Entry::getValue)
                .reduce(ResourceAmounts.NONE, ResourceAmounts::plus);
    }

    /** What is taken and not written yet counts as much as what is written. */
    private Map<Template, ResourceAmounts> holdings(String namespace) {
        Map<Template, ResourceAmounts> holdings = new HashMap<>(stored.apply(namespace));
        taken.forEach(
                (template, amounts) -> {
                    if (namespace.equals(template.key().namespace())) {
                        holdings.put(template, amounts);
                    }
                });
        return holdings;
    }

    /** What the objects of a namespace ask for by the decisions that stand. */
    synchronized ResourceAmounts used(String namespace) {
        return holdings(namespace).values().stream()
                .reduce(ResourceAmounts.NONE, ResourceAmounts::plus);
    }

    @Override
    public void giveBack(Template template) {
        boolean had;
        synchronized (this) {
            had = taken.remove(template) != null;
            refused.remove(template);
        }
        if (had) {
            retry(template.key().namespace());
        }
    }

    private void retry(@Nullable String namespace) {
        List<Template> again;
        synchronized (this) {
            again =
                    refused.stream()
                            .filter(one -> Objects.equals(one.key().namespace(), namespace))
                            .toList();
        }
        again.forEach(reconsider);
    }
}
