package io.pinisi.portal.keycloak;

import io.pinisi.cluster.machinery.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings a realm to what a portal needs of it, and touches nothing else: what is there and right is
 * left alone, further redirect addresses and settings stay. To be run again does nothing.
 */
public final class RealmSetup {
    /** Roles that the portal turns into groups. */
    private static final List<String> ROLES = List.of("operator", "auditor");

    private static final int GROUPS_MAX = 1_000;

    private final AdminApi keycloak;
    private final RealmWish wish;
    private final String realm;
    private final List<String> done = new ArrayList<>();

    RealmSetup(AdminApi keycloak, RealmWish wish) {
        this.keycloak = keycloak;
        this.wish = wish;
        this.realm = "/" + AdminConnection.encode(wish.realm());
    }

    /** Returns what was changed, in lines; nothing where all was right. */
    public static List<String> run(AdminConnection keycloak, RealmWish wish) {
        return new RealmSetup(keycloak, wish).run();
    }

    /** What the portal shows when it asks for tokens. */
    public static String secret(AdminConnection keycloak, RealmWish wish) {
        RealmSetup setup = new RealmSetup(keycloak, wish);
        String id =
                setup.find(wish.client())
                        .map(client -> client.path("id").asString(""))
                        .orElseThrow(() -> new IllegalStateException("there is no such client"));
        return keycloak.get(setup.realm + "/clients/" + id + "/client-secret")
                .path("value")
                .asString("");
    }

    List<String> run() {
        if (keycloak.get(realm).isMissingNode()) {
            ObjectNode fresh = Json.object().put("realm", wish.realm()).put("enabled", true);
            fresh.put("sslRequired", "external").put("bruteForceProtected", true);
            keycloak.post("", fresh);
            done.add("realm " + wish.realm() + " created");
        }
        ROLES.forEach(this::role);
        groups();
        RealmClients.of(wish).forEach(this::client);
        return List.copyOf(done);
    }

    private void role(String name) {
        if (keycloak.get(realm + "/roles/" + name).isMissingNode()) {
            keycloak.post(realm + "/roles", Json.object().put("name", name));
            done.add("role " + name + " created");
        }
    }

    private void groups() {
        Set<String> known = new LinkedHashSet<>();
        keycloak.get(realm + "/groups?max=" + GROUPS_MAX)
                .forEach(group -> known.add(group.path("name").asString("")));
        for (String group : wish.groups()) {
            if (known.add(group)) {
                keycloak.post(realm + "/groups", Json.object().put("name", group));
                done.add("group " + group + " created");
            }
        }
    }

    private Optional<ObjectNode> find(String client) {
        JsonNode found =
                keycloak.get(realm + "/clients?clientId=" + AdminConnection.encode(client)).path(0);
        return found instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    private void client(ObjectNode wanted) {
        String name = wanted.path("clientId").asString("");
        Optional<ObjectNode> found = find(name);
        if (found.isEmpty()) {
            keycloak.post(realm + "/clients", wanted);
            done.add("client " + name + " created");
            return;
        }
        String path = realm + "/clients/" + found.get().path("id").asString("");
        ObjectNode settings = wanted.deepCopy();
        settings.remove("protocolMappers");
        ObjectNode merged = merged(found.get(), settings);
        if (!merged.equals(found.get())) {
            keycloak.put(path, merged);
            done.add("client " + name + " put right");
        }
        for (JsonNode mapper : wanted.path("protocolMappers")) {
            mapper(name, path, found.get().path("protocolMappers"), mapper.asObject());
        }
    }

    private void mapper(String client, String path, JsonNode known, ObjectNode wanted) {
        String name = wanted.path("name").asString("");
        String models = path + "/protocol-mappers/models";
        for (JsonNode one : known) {
            if (one.path("name").asString("").equals(name)) {
                ObjectNode merged = merged(one.asObject(), wanted);
                if (!merged.equals(one)) {
                    keycloak.put(models + "/" + one.path("id").asString(""), merged);
                    done.add("claim mapper " + name + " of " + client + " put right");
                }
                return;
            }
        }
        keycloak.post(models, wanted);
        done.add("claim mapper " + name + " of " + client + " created");
    }

    /** What is wanted, over what is there; lists grow. */
    private static ObjectNode merged(ObjectNode found, ObjectNode wanted) {
        ObjectNode merged = found.deepCopy();
        wanted.properties()
                .forEach(
                        field -> {
                            JsonNode there = merged.path(field.getKey());
                            merged.set(field.getKey(), merged(there, field.getValue()));
                        });
        return merged;
    }

    private static JsonNode merged(JsonNode found, JsonNode wanted) {
        if (found instanceof ObjectNode before && wanted instanceof ObjectNode after) {
            return merged(before, after);
        }
        if (found instanceof ArrayNode before && wanted instanceof ArrayNode after) {
            Set<JsonNode> all = new LinkedHashSet<>();
            before.forEach(all::add);
            after.forEach(all::add);
            ArrayNode list = Json.object().putArray("all");
            all.forEach(list::add);
            return list;
        }
        return wanted;
    }
}
