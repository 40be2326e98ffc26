package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.portal.backend.PresentOnlyException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * The hub's API as it was at a moment: gets and lists are answered from the history, nobody may do
 * anything, and writes are refused. So what only reads the hub works on its past unchanged.
 */
final class PastTransport implements Transport {
    private static final Pattern PATH =
            Pattern.compile(
                    "/(?:api/v1|apis/(?<group>[^/]+)/[^/]+)(?:/namespaces/(?<namespace>[^/]+)(?=/))?"
                        + "/(?<resource>[^/?]+)(?:/(?<name>[^/?]+))?(?:\\?.*)?");
    private static final String REVIEWS = "/selfsubjectaccessreviews";

    private final Past past;
    private final Identity who;

    PastTransport(Past past, Identity who) {
        this.past = past;
        this.who = who;
    }

    @Override
    public Response send(Request request) {
        if (request.path().contains(REVIEWS)) {
            ObjectNode review = Json.object();
            review.putObject("status").put("allowed", false);
            return answer(review);
        }
        Matcher path = PATH.matcher(request.path());
        if (!request.method().equals("GET") || !path.matches()) {
            throw new PresentOnlyException();
        }
        String group = path.group("group");
        String resource = path.group("resource") + (group == null ? "" : "." + group);
        String namespace = path.group("namespace") == null ? "" : path.group("namespace");
        String name = path.group("name");
        if (name != null) {
            return answer(
                    past.find(who, Past.HUB, resource, namespace, name)
                            .orElseThrow(() -> past.missing(name))
                            .object());
        }
        ObjectNode list = Json.object().put("kind", "List");
        list.putObject("metadata").put("resourceVersion", "0");
        var items = list.putArray("items");
        past.all(who, Past.HUB, resource, namespace).forEach(seen -> items.add(seen.object()));
        return answer(list);
    }

    private static Response answer(ObjectNode tree) {
        return new Response(
                200,
                Map.of("content-type", List.of("application/json")),
                new Body.Whole(Json.bytes(tree)));
    }
}
