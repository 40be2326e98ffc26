package io.pinisi.federation.door;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.apiserver.connect.HttpRelay;
import io.pinisi.cluster.app.HouseRules;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.federation.access.MemberPath;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.membership.MemberClients;
import io.pinisi.federation.reverse.Passing;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The hub's way to every member, for whoever may go there. Shut until there is an engine. */
public final class Door implements HouseRules {
    private static final String SHORT = "/clusters/";

    /** What may be sent to a member at once: as much as to the hub itself. */
    private static final int BODY_MAX = 3 << 20;

    private static final int REFUSAL_MAX = 1 << 20;

    private final DoorLimits limits;
    private final InstantSource clock;
    private final Places places;
    private volatile @Nullable MemberClients members;

    public Door(DoorLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.places = new Places(limits);
    }

    /** From now on requests go through; null shuts the door again. */
    public void open(@Nullable MemberClients behind) {
        members = behind;
    }

    /** {@code /clusters/NAME/proxy…} is short for what Karmada's clients ask. */
    @Override
    public ApiRequest canonical(ApiRequest request) {
        return request.path().startsWith(SHORT)
                ? request.at(MemberPath.PREFIX + request.path().substring(SHORT.length()))
                : request;
    }

    @Override
    public Optional<ApiResponse> connect(ApiRequest request, ResourceRequest info) {
        boolean ours =
                info.resource().equals(FederationKinds.CLUSTERS)
                        && info.subresource().equals(MemberPath.SUBRESOURCE);
        return ours
                ? Optional.of(pass(request, Objects.requireNonNullElse(info.name(), "")))
                : Optional.empty();
    }

    private ApiResponse pass(ApiRequest request, String cluster) {
        MemberPath path = MemberPath.of(request.path());
        RequestContext context = RequestContext.current();
        checkCarried(context.user());
        MemberClients behind = members;
        if (behind == null) {
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "the engine is not running yet");
        }
        Places.Place place = places.take(context.user().name());
        try {
            ApiResponse answer = answer(behind, cluster, request, path);
            return new ApiResponse(
                    answer.status(),
                    Luggage.back(answer.headers(), stem(cluster)),
                    Held.of(answer.body(), limits, context.grant(), clock, place));
        } catch (RuntimeException e) {
            place.close();
            throw e;
        }
    }

    private static String stem(String cluster) {
        return MemberPath.PREFIX + cluster + "/" + MemberPath.SUBRESOURCE;
    }

    private static ApiResponse answer(
            MemberClients members, String cluster, ApiRequest request, MemberPath path) {
        String query = request.query().text();
        Map<String, List<String>> headers = new HashMap<>(Luggage.there(request.headers()));
        boolean index = SchemaIndex.isAsked(request.method(), path);
        if (index) {
            headers.remove("accept-encoding");
        }
        RequestContext context = RequestContext.current();
        ApiResponse answer =
                members.pass(
                        cluster,
                        new Passing(
                                request.method(),
                                path.raw() + (query.isEmpty() ? "" : "?" + query),
                                headers,
                                request.body().read(BODY_MAX),
                                context.user(),
                                context.requestId()));
        if (answer.status() >= 400) {
            return HttpRelay.whole(answer, REFUSAL_MAX);
        }
        return index ? SchemaIndex.under(stem(cluster), answer) : answer;
    }

    /**
     * Parts of the hub have names that mean the same parts of any cluster, and are not these. What
     * cannot stand in a header as it is could arrive as somebody else.
     */
    private static void checkCarried(UserInfo user) {
        boolean part =
                user.name().startsWith("system:")
                        && !user.name().startsWith("system:serviceaccount:");
        if (part) {
            throw new ApiException(
                    Reason.FORBIDDEN, "\"" + user.name() + "\" of the hub is nobody in a cluster");
        }
        boolean plain =
                Stream.of(
                                Stream.of(user.name(), user.uid()),
                                user.groups().stream(),
                                user.extra().values().stream().flatMap(List::stream))
                        .flatMap(texts -> texts)
                        .allMatch(text -> text.chars().allMatch(c -> c >= ' ' && c < 0x7f));
        if (!plain) {
            throw new ApiException(
                    Reason.FORBIDDEN, "your name or a group of yours cannot be told to a cluster");
        }
    }
}
