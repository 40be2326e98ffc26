package io.pinisi.portal.keycloak;

import io.pinisi.cluster.machinery.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The clients that a wish asks for, as Keycloak writes clients. Pure. */
final class RealmClients {
    private static final String OPENID = "openid-connect";

    private RealmClients() {}

    static List<ObjectNode> of(RealmWish wish) {
        List<ObjectNode> clients = new ArrayList<>();
        clients.add(portal(wish));
        wish.apis().forEach(api -> clients.add(kubectl(wish, api)));
        return clients;
    }

    private static ObjectNode portal(RealmWish wish) {
        String sso = wish.portal() + "/sign-in/sso/" + wish.provider();
        ObjectNode client = client(wish.client(), "Pinisi", sso + "/callback");
        client.put("publicClient", false).put("rootUrl", wish.portal()).put("baseUrl", "/");
        client.withObject("/attributes")
                .put("post.logout.redirect.uris", wish.portal() + "/sign-in?left")
                .put("backchannel.logout.url", sso + "/logout")
                .put("backchannel.logout.session.required", "true");
        return client;
    }

    /** An API takes only tokens of its own client. */
    private static ObjectNode kubectl(RealmWish wish, String api) {
        ObjectNode client =
                client(
                        "pinisi-" + api,
                        "Pinisi, kubectl on " + api,
                        wish.portal() + "/kubeconfig/callback");
        client.put("publicClient", true);
        return client;
    }

    private static ObjectNode client(String id, String name, String redirect) {
        ObjectNode client = Json.object().put("clientId", id).put("name", name);
        client.put("enabled", true).put("protocol", OPENID);
        client.put("standardFlowEnabled", true).put("implicitFlowEnabled", false);
        client.put("directAccessGrantsEnabled", false).put("serviceAccountsEnabled", false);
        client.putArray("redirectUris").add(redirect);
        client.putObject("attributes").put("pkce.code.challenge.method", "S256");
        ArrayNode mappers = client.putArray("protocolMappers");
        mapper(mappers, "groups", "oidc-group-membership-mapper")
                .put("claim.name", "groups")
                .put("full.path", "true")
                .put("userinfo.token.claim", "true");
        mapper(mappers, "realm roles", "oidc-usermodel-realm-role-mapper")
                .put("claim.name", "realm_access.roles")
                .put("jsonType.label", "String")
                .put("multivalued", "true");
        return client;
    }

    /** Returns its settings. */
    private static ObjectNode mapper(ArrayNode mappers, String name, String type) {
        ObjectNode mapper = mappers.addObject().put("name", name).put("protocol", OPENID);
        return mapper.put("protocolMapper", type)
                .putObject("config")
                .put("id.token.claim", "true")
                .put("access.token.claim", "true");
    }
}
