package io.pinisi.federation.door;

import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.ApiResponse.Body;
import io.pinisi.cluster.apiserver.connect.HttpRelay;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.access.MemberPath;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The index of a member's schemas names each by its path on the server, and clients ask there
 * instead of beneath the address that they were given. So it must say how they get there.
 */
final class SchemaIndex {
    private static final List<String> PATH = List.of("openapi", "v3");
    private static final String URL = "serverRelativeURL";
    private static final int BYTES_MAX = 4 << 20;

    private SchemaIndex() {}

    static boolean isAsked(String method, MemberPath path) {
        return method.equals("GET") && path.segments().equals(PATH);
    }

    static ApiResponse under(String stem, ApiResponse answer) {
        if (answer.status() != 200) {
            return answer;
        }
        ApiResponse whole = HttpRelay.whole(answer, BYTES_MAX);
        if (!(whole.body() instanceof Body.Parts parts)) {
            return whole;
        }
        try {
            ObjectNode index = Json.parse(parts.joined());
            for (JsonNode entry : index.path("paths")) {
                String url = entry.path(URL).asString("");
                if (entry instanceof ObjectNode one && url.startsWith("/")) {
                    one.put(URL, stem + url);
                }
            }
            return new ApiResponse(
                    whole.status(), whole.headers(), new Body.Parts(List.of(Json.bytes(index))));
        } catch (ApiException e) {
            return whole; // no index as Kubernetes has it: nothing to say about it
        }
    }
}
