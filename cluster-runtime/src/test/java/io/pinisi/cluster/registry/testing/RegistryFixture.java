package io.pinisi.cluster.registry.testing;

import io.pinisi.cluster.admission.Act;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.BuiltInRegistry;
import io.pinisi.cluster.registry.Call;
import io.pinisi.cluster.registry.DeleteOptions;
import io.pinisi.cluster.registry.IdSource;
import io.pinisi.cluster.registry.ListQuery;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.cluster.registry.RegistryOptions;
import io.pinisi.cluster.registry.RegistrySource;
import io.pinisi.cluster.registry.ResourceEndpoint;
import io.pinisi.cluster.storage.KeyRing;
import io.pinisi.cluster.storage.testing.InMemoryRevisionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Everything a test of a kind needs; the namespace {@code shop} is there. */
public final class RegistryFixture implements AutoCloseable {
    public static final DeleteOptions PLAIN_DELETE =
            new DeleteOptions(null, null, null, DeleteOptions.Propagation.DEFAULT);
    public static final ListQuery EVERYTHING = new ListQuery(null, "", "", 0, "", "", "");

    public final InMemoryRevisionStore store = new InMemoryRevisionStore();
    public final List<String> warnings = new ArrayList<>();
    private final AtomicReference<Instant> time =
            new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final RegistrySource source;

    public RegistryFixture() {
        this(Profile.CLUSTER);
    }

    public RegistryFixture(Profile profile) {
        RegistryOptions options =
                RegistryOptions.of(profile, KeyRing.ephemeral()).withClock(time::get);
        source = BuiltInRegistry.open(store, options.withIds(new CountingIds()));
        create("v1", "namespaces", null, "metadata: {name: shop}");
    }

    private static final class CountingIds implements IdSource {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public String uid() {
            return "uid-" + count.incrementAndGet();
        }

        @Override
        public String suffix() {
            return "x" + count.incrementAndGet();
        }
    }

    public RegistrySource source() {
        return source;
    }

    public void advance(Duration duration) {
        time.updateAndGet(now -> now.plus(duration));
    }

    public Call call() {
        return call(false, Call.FieldValidation.STRICT);
    }

    public Call call(boolean dryRun, Call.FieldValidation validation) {
        return new Call(
                UserInfo.of("rika", UserInfo.AUTHENTICATED),
                "request-1",
                "127.0.0.1",
                "api",
                "",
                "",
                "test",
                dryRun,
                validation,
                false,
                new Act("", "request-1", ""),
                warnings::add);
    }

    public ResourceEndpoint endpoint(String apiVersion, String resource) {
        return endpoint(apiVersion, resource, "");
    }

    public ResourceEndpoint endpoint(String apiVersion, String resource, String subresource) {
        return source.current()
                .endpoint(GroupVersionResource.of(apiVersion, resource), subresource)
                .orElseThrow(() -> new AssertionError("not served: " + resource));
    }

    public static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }

    public ObjectNode create(
            String apiVersion, String resource, @Nullable String namespace, String yaml) {
        return Json.parse(
                endpoint(apiVersion, resource).create(call(), namespace, null, yaml(yaml)).json());
    }

    public ObjectNode get(String apiVersion, String resource, ObjectKey key) {
        return endpoint(apiVersion, resource).get(key, "").tree();
    }

    public ObjectNode update(String apiVersion, String resource, ObjectKey key, ObjectNode object) {
        return Json.parse(endpoint(apiVersion, resource).update(call(), key, object).json());
    }

    @Override
    public void close() {
        source.close();
    }
}
