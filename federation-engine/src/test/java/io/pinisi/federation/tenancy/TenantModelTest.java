package io.pinisi.federation.tenancy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.federation.kinds.FederationKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Random tenants, people and requests against a model of a few lines that knows nothing of how it
 * is done.
 */
final class TenantModelTest {
    private static final int ROUNDS = 200;
    private static final List<String> NAMES = List.of("acme", "bravo", "corp", "acm");
    private static final List<String> SUBJECTS = List.of("red", "green", "blue", "grey");
    private static final List<String> SUFFIXES = List.of("a", "b", "acme", "a-b");
    private static final List<String> ROLES = List.of("owner", "deployer", "viewer");
    private static final Map<String, String> REGIONS =
            Map.of("bali", "eu", "flores", "eu", "sumba", "us");
    private static final GroupResource TENANTS = FederationKinds.TENANTS.groupResource();
    private static final GroupResource CLUSTERS = FederationKinds.CLUSTERS.groupResource();
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final GroupResource SETTINGS = new GroupResource("", "configmaps");

    /** A tenant as the model sees it: subject to role, projects, clusters. */
    private record Model(
            String name, Map<String, String> people, Set<String> projects, Set<String> clusters) {
        boolean has(Person person) {
            return people.keySet().stream().anyMatch(person::is);
        }

        boolean isOwnedBy(Person person) {
            return people.entrySet().stream()
                    .anyMatch(one -> person.is(one.getKey()) && one.getValue().equals("owner"));
        }
    }

    /** {@code User/red} or one of {@code Group/…}. */
    private record Person(String name, Set<String> groups) {
        boolean is(String subject) {
            return subject.equals("User/" + name)
                    || groups.stream().anyMatch(group -> subject.equals("Group/" + group));
        }

        UserInfo user() {
            return new UserInfo(name, "", List.copyOf(groups), Map.of());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatExistsForAPersonIsWhatTheModelSays(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            World world = new World();
            List<Model> models = tenants(random, world);
            surroundings(world);
            Person person = person(random);
            List<Model> own = models.stream().filter(one -> one.has(person)).toList();
            Authorizer authorizer =
                    new TenantAuthorizer(new StoredTenants(world), world, roles(own, person));
            String story = "seed=" + seed + " round=" + round + " " + person + " " + models;
            Predicate<String> mine = name -> own.stream().anyMatch(one -> one.name().equals(name));
            check(story, authorizer, world, person, TENANTS, key -> mine.test(key.name()));
            check(
                    story,
                    authorizer,
                    world,
                    person,
                    NAMESPACES,
                    key -> key.name().contains("-") && mine.test(key.name().split("-", 2)[0]));
            check(
                    story,
                    authorizer,
                    world,
                    person,
                    CLUSTERS,
                    key -> own.stream().anyMatch(one -> one.clusters().contains(key.name())));
            check(
                    story,
                    authorizer,
                    world,
                    person,
                    SETTINGS,
                    key -> own.stream().anyMatch(one -> one.projects().contains(key.namespace())));
            single(story, authorizer, person, models);
            reach(story, world, models);
        }
    }

    /** Lists show exactly what the model has; a person without a tenant gets no opinion at all. */
    private static void check(
            String story,
            Authorizer authorizer,
            World world,
            Person person,
            GroupResource resource,
            Predicate<ObjectKey> model) {
        Set<String> expected = new TreeSet<>();
        Set<String> actual = new TreeSet<>();
        Authorizer.Decision decision =
                authorizer.authorize(attributes(person, "list", resource, ""));
        for (ApiObject object : world.all(resource, null)) {
            if (model.test(object.key())) {
                expected.add(object.key().toString());
            }
            if (decision instanceof Authorizer.Decision.Narrowed narrowed
                    && narrowed.visibility().shows(object.key(), object.labels())) {
                actual.add(object.key().toString());
            }
        }
        assertEquals(expected, actual, () -> resource + " " + story);
        assertEquals(
                false,
                decision instanceof Authorizer.Decision.Allowed
                        || decision instanceof Authorizer.Decision.Denied,
                () -> resource + " " + story);
    }

    private static void single(
            String story, Authorizer authorizer, Person person, List<Model> models) {
        for (String name : NAMES) {
            Model model =
                    models.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
            assertEquals(
                    model != null && model.has(person),
                    isAllowed(authorizer, attributes(person, "get", TENANTS, name)),
                    () -> "get " + name + " " + story);
            for (String verb : List.of("update", "patch")) {
                assertEquals(
                        model != null && model.isOwnedBy(person),
                        isAllowed(authorizer, attributes(person, verb, TENANTS, name)),
                        () -> verb + " " + name + " " + story);
            }
            for (String verb : List.of("create", "delete", "deletecollection", "impersonate")) {
                assertEquals(
                        false,
                        isAllowed(authorizer, attributes(person, verb, TENANTS, name)),
                        () -> verb + " " + name + " " + story);
            }
        }
        for (String cluster : REGIONS.keySet()) {
            boolean allowed =
                    models.stream()
                            .anyMatch(one -> one.has(person) && one.clusters().contains(cluster));
            assertEquals(
                    allowed,
                    isAllowed(authorizer, attributes(person, "get", CLUSTERS, cluster)),
                    () -> "get " + cluster + " " + story);
            assertEquals(
                    false,
                    isAllowed(authorizer, attributes(person, "update", CLUSTERS, cluster)),
                    () -> "update " + cluster + " " + story);
        }
    }

    private static boolean isAllowed(Authorizer authorizer, Attributes attributes) {
        return authorizer.authorize(attributes) instanceof Authorizer.Decision.Allowed;
    }

    /** An object may be in exactly the clusters of the tenant whose its namespace is. */
    private static void reach(String story, World world, List<Model> models) {
        Tenants tenants = new StoredTenants(world);
        Reach reach = new Reach(world);
        GroupVersionKind kind = GroupVersionKind.of("apps/v1", "Deployment");
        for (ApiObject namespace : world.all(NAMESPACES, null)) {
            String name = namespace.key().name();
            for (String cluster : REGIONS.keySet()) {
                boolean expected =
                        models.stream()
                                .filter(one -> name.startsWith(one.name() + "-"))
                                .allMatch(one -> one.clusters().contains(cluster));
                assertEquals(
                        expected,
                        reach.admits(tenants.territory(kind, ObjectKey.of(name, "web")), cluster),
                        () -> name + " in " + cluster + " " + story);
            }
        }
    }

    private static Attributes attributes(
            Person person, String verb, GroupResource resource, String name) {
        return new Attributes(
                person.user(), verb, resource.group(), "v1", resource.resource(), "", "", name, "");
    }

    /** Roles in namespaces, as the bindings that the controller makes give them. */
    private static Authorizer roles(List<Model> own, Person person) {
        return asked ->
                asked.user().name().equals(person.name())
                                && own.stream()
                                        .anyMatch(one -> one.projects().contains(asked.namespace()))
                        ? new Authorizer.Decision.Allowed("")
                        : new Authorizer.Decision.NoOpinion();
    }

    private static Person person(Random random) {
        Set<String> groups = new TreeSet<>();
        for (String group : SUBJECTS) {
            if (random.nextInt(3) == 0) {
                groups.add(group);
            }
        }
        return new Person(SUBJECTS.get(random.nextInt(SUBJECTS.size())), groups);
    }

    private static List<Model> tenants(Random random, World world) {
        List<Model> models = new ArrayList<>();
        for (String name : NAMES) {
            if (random.nextInt(4) > 0) {
                models.add(tenant(random, world, name));
            }
        }
        return models;
    }

    private static Model tenant(Random random, World world, String name) {
        ObjectNode object = named(name);
        ObjectNode spec = object.putObject("spec");
        Map<String, String> people = new TreeMap<>();
        ArrayNode members = spec.putArray("members");
        for (String subject : SUBJECTS) {
            for (String kind : List.of("User", "Group")) {
                if (random.nextInt(6) == 0) {
                    String role = ROLES.get(random.nextInt(ROLES.size()));
                    people.put(kind + "/" + subject, role);
                    members.addObject().put("kind", kind).put("name", subject).put("role", role);
                }
            }
        }
        Set<String> projects = new TreeSet<>();
        ArrayNode list = spec.putArray("projects");
        for (String suffix : SUFFIXES) {
            if (random.nextBoolean()) {
                projects.add(name + "-" + suffix);
                list.addObject().put("name", name + "-" + suffix);
            }
        }
        Set<String> clusters = clusters(random, spec.putObject("clusters"));
        world.put(TENANTS, object);
        return new Model(name, people, projects, clusters);
    }

    private static Set<String> clusters(Random random, ObjectNode rules) {
        Set<String> clusters = new TreeSet<>();
        ArrayNode names = rules.putArray("names");
        for (String cluster : new TreeSet<>(REGIONS.keySet())) {
            if (random.nextInt(3) == 0) {
                names.add(cluster);
                clusters.add(cluster);
            }
        }
        if (random.nextBoolean()) {
            String region = random.nextBoolean() ? "eu" : "us";
            rules.putObject("labelSelector").putObject("matchLabels").put("region", region);
            REGIONS.forEach(
                    (cluster, in) -> {
                        if (in.equals(region)) {
                            clusters.add(cluster);
                        }
                    });
        }
        return clusters;
    }

    private static void surroundings(World world) {
        REGIONS.forEach(
                (cluster, region) -> {
                    ObjectNode object = named(cluster);
                    object.withObject("/metadata/labels").put("region", region);
                    world.put(CLUSTERS, object);
                });
        List<String> namespaces = new ArrayList<>(List.of("default", "kube-system", "acme", "x-a"));
        for (String name : NAMES) {
            SUFFIXES.forEach(suffix -> namespaces.add(name + "-" + suffix));
        }
        for (String namespace : namespaces) {
            world.put(NAMESPACES, named(namespace));
            ObjectNode settings = named("settings");
            settings.withObject("/metadata").put("namespace", namespace);
            world.put(SETTINGS, settings);
        }
    }

    private static ObjectNode named(String name) {
        ObjectNode object = Json.object();
        object.putObject("metadata").put("name", name);
        return object;
    }
}
