package io.pinisi.federation.work;

import io.pinisi.cluster.app.ComputedResource;
import io.pinisi.cluster.app.HouseRules;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.machinery.selector.FieldSelector;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.registry.ListQuery;
import io.pinisi.cluster.registry.ObjectList;
import io.pinisi.cluster.registry.ResourceEndpoint;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.WatchQuery;
import io.pinisi.cluster.registry.crd.CustomKind;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ContinueToken;
import io.pinisi.cluster.storage.WatchStream;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.work.WorkJournal.Follower;
import io.pinisi.federation.work.Works.Place;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Serves Works at the hub's API, read-only. There are none until there is an engine. */
public final class WorkView implements HouseRules {
    private static final Set<String> READS = Set.of("get", "list", "watch");
    private static final Set<String> FIELDS = Set.of("metadata.name", "metadata.namespace");

    private final InstantSource clock;
    private volatile @Nullable Works source;

    public WorkView(InstantSource clock) {
        this.clock = clock;
    }

    /** From now on these are served; null ends that. */
    public void open(@Nullable Works works) {
        source = works;
    }

    @Override
    public List<ComputedResource> computed() {
        ResourceDefinition stored =
                CustomKind.compile(FederationKinds.work(), ResourceStrategy.GENERIC, clock)
                        .definition();
        ResourceDefinition readOnly =
                new ResourceDefinition(
                        stored.resource(),
                        stored.kind(),
                        stored.listKind(),
                        stored.singular(),
                        stored.shortNames(),
                        stored.categories(),
                        stored.scope(),
                        stored.versions(),
                        READS,
                        List.of(),
                        List.of());
        return List.of(new ComputedResource(readOnly, new Endpoint(readOnly)));
    }

    private Works works() {
        Works works = source;
        if (works == null) {
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "the engine is not running yet");
        }
        return works;
    }

    private final class Endpoint implements ResourceEndpoint {
        private final ResourceDefinition definition;

        Endpoint(ResourceDefinition definition) {
            this.definition = definition;
        }

        @Override
        public ApiObject get(ObjectKey key, String resourceVersion) {
            Works works = works();
            works.look();
            return works.places().stream()
                    .filter(place -> place.key().equals(key))
                    .findFirst()
                    .flatMap(works::find)
                    .orElseThrow(() -> ApiException.notFound(definition.resource(), key.name()));
        }

        @Override
        public ObjectList list(ListQuery query) {
            Works works = works();
            long revision = works.look().revision();
            String after = "";
            if (!query.continueToken().isEmpty()) {
                ContinueToken token = ContinueToken.parse(query.continueToken());
                revision = token.revision();
                after = token.afterKey();
            }
            Predicate<ObjectKey> wanted = wanted(query);
            String from = after;
            List<Place> left =
                    works.places().stream()
                            .filter(place -> wanted.test(place.key()))
                            .filter(place -> place.key().toString().compareTo(from) > 0)
                            .toList();
            boolean more = query.limit() > 0 && left.size() > query.limit();
            List<Place> page = more ? left.subList(0, query.limit()) : left;
            String next =
                    more
                            ? new ContinueToken(revision, page.getLast().key().toString()).encode()
                            : "";
            return new ObjectList(
                    page.stream().flatMap(place -> works.find(place).stream()).toList(),
                    revision,
                    next,
                    more ? left.size() - page.size() : -1);
        }

        @Override
        public WatchStream watch(WatchQuery query) {
            Works works = works();
            WorkJournal journal = works.look();
            String version = query.list().resourceVersion();
            boolean state = query.sendInitialEvents() || version.isEmpty() || version.equals("0");
            Follower follower = state ? journal.follow() : journal.followAfter(revision(version));
            if (follower == null) {
                throw new ApiException(Reason.EXPIRED, "too old resource version: " + version);
            }
            return new WorkWatch(
                    works,
                    follower,
                    wanted(query.list()),
                    state ? works.places().iterator() : null,
                    query.sendInitialEvents(),
                    clock);
        }

        private static long revision(String version) {
            try {
                return Long.parseLong(version);
            } catch (NumberFormatException e) {
                throw ApiException.badRequest("resourceVersion: invalid value: " + version);
            }
        }

        /** Works have no labels. */
        private static Predicate<ObjectKey> wanted(ListQuery query) {
            boolean any = LabelSelector.parse(query.labelSelector()).matches(Map.of());
            FieldSelector fields = FieldSelector.parse(query.fieldSelector());
            for (FieldSelector.Requirement requirement : fields.requirements()) {
                if (!FIELDS.contains(requirement.field())) {
                    throw ApiException.badRequest(
                            "field label not supported: " + requirement.field());
                }
            }
            String namespace = query.namespace();
            return key ->
                    any
                            && (namespace == null || namespace.equals(key.namespace()))
                            && fields.matches(
                                    Map.of(
                                            "metadata.name",
                                            key.name(),
                                            "metadata.namespace",
                                            String.valueOf(key.namespace())));
        }
    }
}
