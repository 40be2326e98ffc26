package io.pinisi.cluster.registry;

import io.pinisi.cluster.admission.policy.KindResolver;
import io.pinisi.cluster.admission.policy.MutablePolicyTypes;
import io.pinisi.cluster.admission.webhook.HttpsCaller;
import io.pinisi.cluster.admission.webhook.WebhookTargets;
import io.pinisi.cluster.machinery.apply.FieldManager;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.schema.BuiltInSchemas;
import io.pinisi.cluster.machinery.schema.Defaulter;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.registry.core.component.ComponentStatusKind;
import io.pinisi.cluster.registry.core.component.ComponentStatuses;
import io.pinisi.cluster.registry.crd.ConversionWebhook;
import io.pinisi.cluster.registry.crd.CrdKind;
import io.pinisi.cluster.registry.crd.CustomKind;
import io.pinisi.cluster.registry.crd.VersionConversion;
import io.pinisi.cluster.storage.ConvertedObjects;
import io.pinisi.cluster.storage.ObjectLog;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.cluster.storage.ObjectStorage;
import io.pinisi.cluster.storage.SealedCodec;
import io.pinisi.cluster.storage.StoredResource;
import io.pinisi.cluster.storage.ValueCodec;
import io.pinisi.db.revision.RevisionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens all kinds of a control plane over its revision store: the built-in ones, our own, and those
 * that are defined while it runs.
 */
public final class BuiltInRegistry implements RegistrySource {
    private static final Duration FOLLOW_DEFINITIONS = Duration.ofSeconds(1);
    private static final Duration EXPIRE_EVENTS = Duration.ofMinutes(1);

    private final ObjectLog log;
    private final BuiltInSchemas schemas;
    private final Workbench bench;
    private final ValueCodec sealed;
    private final List<RegistrySnapshot.Served> fixed = new ArrayList<>();
    private final CustomResources custom;
    private final List<Housekeeper> housekeepers;
    private List<RegistrySnapshot.Served> defined = List.of();
    private volatile ResourceRegistry current;

    private BuiltInRegistry(RevisionStore store, RegistryOptions options) {
        this.schemas = BuiltInSchemas.load();
        this.log = ObjectLog.open(store, options.limits(), options.clock());
        this.sealed = new SealedCodec(options.keys());
        this.bench =
                Workbench.of(
                        schemas,
                        AdmissionPlugins.chain(log, options, this::resourceOf, mutable()),
                        log,
                        options);
        KindContext context = new KindContext(schemas, options, log);
        List<Kind> kinds = new ArrayList<>(BuiltInKinds.all(context));
        for (ExtraKind extra : options.extra()) {
            kinds.add(CustomKind.compile(extra.definition(), extra.strategy(), options.clock()));
        }
        for (Kind kind : kinds) {
            fixed.add(served(kind, open(kind)));
        }
        Kind components = ComponentStatusKind.define(context);
        fixed.add(
                new RegistrySnapshot.Served(
                        components.definition(),
                        Map.of("", new ComponentStatuses(components.definition()))));
        Kind definitions = CrdKind.define(context, kinds);
        ResourceStore definitionStore = open(definitions);
        this.custom =
                new CustomResources(definitionStore, new Opener(), conversion(), options.clock());
        fixed.add(defining(served(definitions, definitionStore)));
        this.current = new RegistrySnapshot(schemas, fixed);
        refresh();
        this.housekeepers =
                List.of(
                        Housekeeper.every("definitions", FOLLOW_DEFINITIONS, this::follow),
                        Housekeeper.every(
                                "events", EXPIRE_EVENTS, new EventExpiry(log, options)::run));
    }

    public static RegistrySource open(RevisionStore store, RegistryOptions options) {
        return new BuiltInRegistry(store, options);
    }

    private VersionConversion.Tools conversion() {
        return new VersionConversion.Tools(
                new ConversionWebhook(new HttpsCaller(), new WebhookTargets(log)),
                bench.unknownFields(),
                bench.defaulter());
    }

    private ResourceStore open(Kind kind) {
        return bench.stores().add(new ResourceStore(kind, log.open(stored(kind)), bench));
    }

    private StoredResource stored(Kind kind) {
        StoredResource stored =
                new StoredResource(
                        kind.definition().resource(),
                        kind.definition().namespaced(),
                        kind.fields(),
                        kind.has(Kind.Trait.SEALED) ? sealed : ValueCodec.PLAIN);
        Kind.View view = kind.view();
        return view == null ? stored : stored.under(view.stored(), view.through());
    }

    private static RegistrySnapshot.Served served(Kind kind, ResourceStore store) {
        Map<String, ResourceEndpoint> endpoints = new HashMap<>();
        endpoints.put("", store);
        kind.statusStrategy().ifPresent(_ -> endpoints.put("status", store.status()));
        Kind.ScalePaths scale = kind.scale();
        if (scale != null) {
            endpoints.put("scale", new ScaleEndpoint(store, scale));
        }
        kind.endpoints().forEach((name, maker) -> endpoints.put(name, maker.apply(store)));
        return new RegistrySnapshot.Served(kind.definition(), endpoints);
    }

    private RegistrySnapshot.Served defining(RegistrySnapshot.Served definitions) {
        Map<String, ResourceEndpoint> endpoints = new HashMap<>();
        definitions
                .endpoints()
                .forEach(
                        (name, endpoint) ->
                                endpoints.put(name, new CrdEndpoint(endpoint, this::refresh)));
        return new RegistrySnapshot.Served(definitions.definition(), endpoints);
    }

    private MutablePolicyTypes mutable() {
        return new MutablePolicyTypes(
                new FieldManager(schemas), new Defaulter(schemas), this::schemaOf);
    }

    private Optional<Schema> schemaOf(GroupVersionResource resource) {
        return current.definition(resource)
                .flatMap(definition -> definition.version(resource.version()))
                .map(ResourceDefinition.Version::schema);
    }

    private Optional<KindResolver.Found> resourceOf(String apiVersion, String kind) {
        return current.definitions().stream()
                .filter(definition -> definition.kind().equals(kind))
                .filter(
                        definition ->
                                definition.versions().stream()
                                        .anyMatch(
                                                version ->
                                                        definition
                                                                .kindIn(version)
                                                                .apiVersion()
                                                                .equals(apiVersion)))
                .map(d -> new KindResolver.Found(d.resource(), d.namespaced()))
                .findFirst();
    }

    private synchronized void refresh() {
        List<RegistrySnapshot.Served> now = custom.refresh();
        if (!now.equals(defined)) {
            defined = now;
            List<RegistrySnapshot.Served> all = new ArrayList<>(fixed);
            all.addAll(now);
            current = new RegistrySnapshot(schemas, all);
        }
    }

    /** Definitions also change through other replicas, and deleted ones have to be emptied. */
    private void follow() {
        refresh();
        custom.clean();
        refresh();
    }

    /** Storage of kinds that come and go. */
    private final class Opener implements CustomResources.Opener {
        private final Map<GroupResource, ObjectStorage> open = new HashMap<>();

        @Override
        public List<RegistrySnapshot.Served> open(List<CustomKind.InVersion> versions) {
            ObjectStorage storage = storage(stored(versions.getFirst().kind()));
            return versions.stream().map(version -> served(version, storage)).toList();
        }

        /** Who watches a kind that changed has to see it anew. */
        private ObjectStorage storage(StoredResource stored) {
            ObjectStorage storage = open.get(stored.resource());
            if (storage == null) {
                storage = log.open(stored);
                open.put(stored.resource(), storage);
            } else {
                storage.endWatches();
            }
            return storage;
        }

        private RegistrySnapshot.Served served(
                CustomKind.InVersion version, ObjectStorage storage) {
            Kind kind = version.kind();
            ConvertedObjects objects =
                    new ConvertedObjects(storage, kind.fields(), version.conversion());
            return BuiltInRegistry.served(kind, new ResourceStore(kind, objects, bench));
        }

        @Override
        public void close(GroupResource resource) {
            ObjectStorage storage = open.remove(resource);
            if (storage != null) {
                log.close(storage.resource());
            }
        }
    }

    @Override
    public ResourceRegistry current() {
        return current;
    }

    @Override
    public ObjectLookup objects() {
        return log;
    }

    @Override
    public void close() {
        housekeepers.forEach(Housekeeper::close);
        log.close();
    }
}
