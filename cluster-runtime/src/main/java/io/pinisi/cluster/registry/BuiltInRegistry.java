package io.pinisi.cluster.registry;

import io.pinisi.cluster.admission.AdmissionChain;
import io.pinisi.cluster.admission.NamespaceLifecycle;
import io.pinisi.cluster.machinery.schema.BuiltInSchemas;
import io.pinisi.cluster.storage.ObjectLog;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.cluster.storage.SealedCodec;
import io.pinisi.cluster.storage.StoredResource;
import io.pinisi.cluster.storage.ValueCodec;
import io.pinisi.db.revision.RevisionStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Opens all kinds of a control plane over its revision store. */
public final class BuiltInRegistry implements RegistrySource {
    private final ObjectLog log;
    private final Workbench bench;
    private final ValueCodec sealed;
    private final List<RegistrySnapshot.Served> builtIn = new ArrayList<>();
    private volatile ResourceRegistry current;

    private BuiltInRegistry(RevisionStore store, RegistryOptions options) {
        BuiltInSchemas schemas = BuiltInSchemas.load();
        this.log = ObjectLog.open(store, options.limits(), options.clock());
        this.sealed = new SealedCodec(options.keys());
        this.bench = Workbench.of(schemas, admission(log, options), log, options);
        KindContext context = new KindContext(schemas, options, log);
        for (Kind kind : BuiltInKinds.all(context)) {
            builtIn.add(serve(kind));
        }
        this.current = new RegistrySnapshot(schemas, builtIn);
    }

    public static RegistrySource open(RevisionStore store, RegistryOptions options) {
        return new BuiltInRegistry(store, options);
    }

    private static AdmissionChain admission(ObjectLookup objects, RegistryOptions options) {
        return new AdmissionChain(List.of(new NamespaceLifecycle(objects)), List.of());
    }

    private RegistrySnapshot.Served serve(Kind kind) {
        StoredResource stored =
                new StoredResource(
                        kind.definition().resource(),
                        kind.definition().namespaced(),
                        kind.fields(),
                        kind.has(Kind.Trait.SEALED) ? sealed : ValueCodec.PLAIN);
        ResourceStore store = new ResourceStore(kind, log.open(stored), bench);
        Map<String, ResourceEndpoint> endpoints = new HashMap<>();
        endpoints.put("", store);
        kind.statusStrategy()
                .ifPresent(status -> endpoints.put("status", store.as("status", status)));
        Kind.ScalePaths scale = kind.scale();
        if (scale != null) {
            endpoints.put("scale", new ScaleEndpoint(store, scale));
        }
        kind.endpoints().forEach((name, maker) -> endpoints.put(name, maker.apply(store)));
        return new RegistrySnapshot.Served(kind.definition(), endpoints);
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
        log.close();
    }
}
