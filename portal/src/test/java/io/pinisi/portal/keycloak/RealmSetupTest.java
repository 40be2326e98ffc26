package io.pinisi.portal.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** What is made in a realm, what is put right, and what is left alone. */
final class RealmSetupTest {
    private static final RealmWish WISH =
            new RealmWish(
                    "office",
                    "office",
                    "https://portal.example",
                    "pinisi-portal",
                    List.of("hub", "bali"),
                    List.of("operators", "auditors"));

    private final Realm realm = new Realm();

    @Test
    void anEmptyServerGetsAllAndASecondRunDoesNothing() {
        List<String> done = run();
        assertEquals("realm office created", done.getFirst());
        assertTrue(done.contains("client pinisi-bali created"), done::toString);
        assertTrue(done.contains("group auditors created"), done::toString);
        ObjectNode portal = realm.client("pinisi-portal");
        assertEquals(
                "https://portal.example/sign-in/sso/office/logout",
                portal.at("/attributes/backchannel.logout.url").asString(""));
        assertEquals(List.of(), run());
    }

    @Test
    void whatWasChangedIsPutRightAndWhatIsNotOursStays() {
        run();
        ObjectNode portal = realm.client("pinisi-portal");
        portal.put("implicitFlowEnabled", true).put("theme", "dark");
        portal.withArray("/redirectUris").add("https://other.example/callback");
        portal.withObject("/attributes").put("pkce.code.challenge.method", "plain");
        portal.withArray("/protocolMappers").remove(0);
        portal.at("/protocolMappers/0/config").asObject().put("id.token.claim", "false");
        assertEquals(
                List.of(
                        "client pinisi-portal put right",
                        "claim mapper groups of pinisi-portal created",
                        "claim mapper realm roles of pinisi-portal put right"),
                run());
        ObjectNode after = realm.client("pinisi-portal");
        assertEquals("dark", after.path("theme").asString(""));
        assertEquals(2, after.path("redirectUris").size());
        assertEquals("S256", after.at("/attributes/pkce.code.challenge.method").asString(""));
        assertEquals(List.of(), run());
    }

    private List<String> run() {
        return new RealmSetup(realm, WISH).run();
    }

    /** As much of Keycloak as is used here. */
    private static final class Realm implements AdminApi {
        private final Map<String, ObjectNode> clients = new TreeMap<>();
        private final List<String> roles = new ArrayList<>();
        private final List<String> groups = new ArrayList<>();
        private boolean there;

        @Override
        public JsonNode get(String path) {
            ArrayNode list = Json.object().putArray("list");
            if (path.equals("/office")) {
                return there ? Json.object() : MissingNode.getInstance();
            }
            if (path.startsWith("/office/roles/")) {
                String role = path.substring("/office/roles/".length());
                return roles.contains(role) ? Json.object() : MissingNode.getInstance();
            }
            if (path.startsWith("/office/groups")) {
                groups.forEach(group -> list.addObject().put("name", group));
                return list;
            }
            ObjectNode client = clients.get(path.substring(path.indexOf('=') + 1));
            if (client != null) {
                list.add(client.deepCopy());
            }
            return list;
        }

        @Override
        public void post(String path, JsonNode body) {
            String name = body.path("name").asString("");
            if (path.isEmpty()) {
                there = true;
            } else if (path.endsWith("/roles")) {
                roles.add(name);
            } else if (path.endsWith("/groups")) {
                groups.add(name);
            } else if (path.endsWith("/models")) {
                ObjectNode mapper = body.deepCopy().asObject().put("id", name);
                client(idIn(path)).withArray("/protocolMappers").add(mapper);
            } else {
                String id = body.path("clientId").asString("");
                ObjectNode client = body.deepCopy().asObject().put("id", id);
                for (JsonNode mapper : client.path("protocolMappers")) {
                    mapper.asObject().put("id", mapper.path("name").asString(""));
                }
                clients.put(id, client);
            }
        }

        @Override
        public void put(String path, JsonNode body) {
            if (!path.contains("/models/")) {
                clients.put(idIn(path), body.deepCopy().asObject());
                return;
            }
            ArrayNode mappers = client(idIn(path)).withArray("/protocolMappers");
            for (int i = 0; i < mappers.size(); i++) {
                if (path.endsWith("/" + mappers.get(i).path("id").asString(""))) {
                    mappers.set(i, body.deepCopy());
                }
            }
        }

        ObjectNode client(String id) {
            return Objects.requireNonNull(clients.get(id), id);
        }

        private static String idIn(String path) {
            return path.split("/")[3];
        }
    }
}
