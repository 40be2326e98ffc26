package io.pinisi.federation.door;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.app.HouseRules;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.fleet.FoundObject;
import io.pinisi.federation.fleet.SearchQuery;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects of all clusters, served under {@code /search}. Anyone who is signed in may look; what
 * they find is what they may list on the hub, in clusters that exist for them.
 */
public final class SearchDocument implements HouseRules {
    private static final String PATH = "/search";
    private static final int FOUND = 100;

    private volatile @Nullable Function<UserInfo, FleetView> views;

    /** From now on there is something to find; null ends that. */
    public void open(@Nullable Function<UserInfo, FleetView> fleet) {
        views = fleet;
    }

    @Override
    public Authorizer authorizer(ObjectLookup objects, Authorizer roles) {
        return attributes ->
                !attributes.isResourceRequest()
                                && attributes.verb().equals("get")
                                && attributes.path().equals(PATH)
                                && attributes.user().groups().contains(UserInfo.AUTHENTICATED)
                        ? new Authorizer.Decision.Allowed("what is found is judged one by one")
                        : new Authorizer.Decision.NoOpinion();
    }

    @Override
    public List<Function<ApiRequest, Optional<ApiResponse>>> routes() {
        return List.of(this::answer);
    }

    private Optional<ApiResponse> answer(ApiRequest request) {
        return request.path().equals(PATH) && request.method().equals("GET")
                ? Optional.of(found(request.query()))
                : Optional.empty();
    }

    private ApiResponse found(Query asked) {
        Function<UserInfo, FleetView> fleet = views;
        if (fleet == null) {
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "the engine is not running yet");
        }
        ObjectNode answer = Json.object().put("kind", "SearchResult");
        ArrayNode items = answer.putArray("items");
        fleet.apply(RequestContext.current().user()).search(query(asked)).stream()
                .map(SearchDocument::item)
                .forEach(items::add);
        return ApiResponse.json(200, answer);
    }

    private static SearchQuery query(Query asked) {
        SearchQuery query =
                SearchQuery.parse(asked.first("q"), asked.number("limit", FOUND))
                        .within(
                                asked.first("kind"),
                                asked.first("namespace"),
                                asked.first("cluster"));
        return asked.has("labelSelector")
                ? query.labelled(LabelSelector.parse(asked.first("labelSelector")))
                : query;
    }

    private static ObjectNode item(FoundObject found) {
        ObjectNode item = Json.object();
        String group = found.resource().group();
        item.put("cluster", found.cluster());
        item.put(
                "apiVersion",
                group.isEmpty()
                        ? found.resource().version()
                        : group + "/" + found.resource().version());
        item.put("kind", found.kind());
        if (!found.namespace().isEmpty()) {
            item.put("namespace", found.namespace());
        }
        item.put("name", found.key().name());
        if (found.created() != null) {
            item.put("created", found.created().toString());
        }
        found.labels().forEach(item.putObject("labels")::put);
        return item;
    }
}
