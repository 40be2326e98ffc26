package io.pinisi.federation.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.apiserver.RequestInfo;
import io.pinisi.cluster.apiserver.RequestInfoParser;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer.Decision;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WithinTokenTest {
    private static final List<String> READING = List.of("get", "list", "watch");
    private static final String BALI = "/apis/cluster.karmada.io/v1alpha1/clusters/bali/proxy";
    private static final String FLORES = "/apis/cluster.karmada.io/v1alpha1/clusters/flores/proxy";

    private final WithinToken judge = new WithinToken();

    private static TokenReach reach(
            List<String> namespaces, List<String> verbs, List<String> apis) {
        return new TokenReach("0123", namespaces, verbs, apis);
    }

    private boolean refuses(TokenReach reach, String method, String path) {
        return judge.authorize(attributes(reach, method, path)) instanceof Decision.Denied;
    }

    private static Attributes attributes(TokenReach reach, String method, String path) {
        UserInfo user = new UserInfo("ann", "1", List.of("ops"), reach.extra());
        return switch (RequestInfoParser.parse(request(method, path))) {
            case RequestInfo.NonResourceRequest plain ->
                    new Attributes(user, plain.verb(), "", "", "", "", "", "", plain.path());
            case RequestInfo.ResourceRequest request ->
                    new Attributes(
                            user,
                            request.verb(),
                            request.resource().group(),
                            request.resource().version(),
                            request.resource().resource(),
                            request.subresource(),
                            Objects.requireNonNullElse(request.namespace(), ""),
                            Objects.requireNonNullElse(request.name(), ""),
                            request.path());
        };
    }

    private static ApiRequest request(String method, String target) {
        String[] parts = target.split("\\?", 2);
        return new ApiRequest(
                method,
                parts[0],
                Query.parse(parts.length > 1 ? parts[1] : ""),
                Map.of(),
                limit -> new byte[0],
                "",
                "api",
                List.of());
    }

    @Test
    void whoCameWithoutATokenIsLeftToOthers() {
        Attributes request =
                new Attributes(
                        UserInfo.of("ann", UserInfo.MASTERS),
                        "impersonate",
                        "",
                        "",
                        "users",
                        "",
                        "",
                        "bob",
                        "");
        assertInstanceOf(Decision.NoOpinion.class, judge.authorize(request));
    }

    @Test
    void aTokenWithoutLimitsNeitherImpersonatesNorMakesCredentials() {
        TokenReach all = reach(List.of(), List.of(), List.of());
        UserInfo user = new UserInfo("ann", "1", List.of("system:masters"), all.extra());
        Attributes impersonation =
                new Attributes(user, "impersonate", "", "", "users", "", "", "bob", "");
        assertInstanceOf(Decision.Denied.class, judge.authorize(impersonation));
        assertTrue(refuses(all, "POST", "/apis/certificates.k8s.io/v1/certificatesigningrequests"));
        assertTrue(refuses(all, "POST", "/api/v1/namespaces/a/serviceaccounts/x/token"));
        assertTrue(refuses(all, "POST", BALI + "/api/v1/namespaces/a/serviceaccounts/x/token"));
        assertTrue(
                refuses(
                        all,
                        "POST",
                        BALI + "/apis/certificates.k8s.io/v1/certificatesigningrequests"));
        assertFalse(refuses(all, "DELETE", "/api/v1/namespaces/a/pods/x"));
        assertFalse(refuses(all, "GET", BALI + "/api/v1/namespaces/a/configmaps/token"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/namespaces/a/pods",
        "GET, /api/v1/namespaces/a/pods?watch=1",
        "GET, /apis/apps/v1/deployments",
        "GET, /version",
        "GET, /apis",
        "POST, /apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        "GET, " + BALI + "/api/v1/namespaces/a/pods/x/log",
    })
    void aReadingTokenReads(String method, String path) {
        assertFalse(refuses(reach(List.of(), READING, List.of()), method, path));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/namespaces/a/pods",
        "PATCH, /api/v1/namespaces/a/pods/x",
        "DELETE, /api/v1/namespaces/a/pods",
        "GET, /api/v1/namespaces/a/pods/x/exec",
        "GET, /api/v1/namespaces/a/services/x/proxy",
        "GET, " + BALI + "/api/v1/namespaces/a/pods/x/exec",
        "GET, " + BALI + "/api/v1/namespaces/a/pods/x/%65xec",
        "PUT, " + BALI + "/api/v1/namespaces/a/pods/x",
        "POST, " + BALI,
        "POST, /pinisi/anything",
    })
    void aReadingTokenChangesNothing(String method, String path) {
        assertTrue(refuses(reach(List.of(), READING, List.of()), method, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/namespaces/b/pods",
                "/api/v1/namespaces/b",
                "/api/v1/namespaces",
                "/api/v1/pods",
                "/api/v1/nodes",
                "/pinisi/audit",
                BALI + "/api/v1/namespaces/b/pods",
                BALI + "/api/v1/pods",
                BALI + "/api/v1/watch/namespaces/a/pods",
                BALI + "/api/v1/namespaces/a/../b/pods",
                BALI + "/api/v1/namespaces/a/%2e%2e/b/pods",
                BALI + "/api/v1/namespaces/a%2f..%2fb/pods",
                BALI + "/metrics",
            })
    void aTokenOfSomeNamespacesSeesNoOthers(String path) {
        assertTrue(refuses(reach(List.of("a"), List.of(), List.of()), "GET", path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/namespaces/a/pods",
                "/api/v1/namespaces/a",
                "/apis/apps/v1/namespaces/a/deployments/x",
                BALI + "/api/v1/namespaces/a/pods",
                BALI + "/apis/apps/v1/namespaces/a/deployments",
                BALI + "/apis",
            })
    void aTokenOfSomeNamespacesSeesThem(String path) {
        assertFalse(refuses(reach(List.of("a"), List.of(), List.of()), "GET", path));
    }

    @Test
    void aTokenOfAClusterIsForNothingElse() {
        TokenReach bali = reach(List.of(), List.of(), List.of("bali"));
        assertFalse(refuses(bali, "GET", BALI + "/api/v1/pods"));
        assertTrue(refuses(bali, "GET", FLORES + "/api/v1/pods"));
        assertTrue(refuses(bali, "GET", FLORES.replace("proxy", "%70roxy") + "/api/v1/pods"));
        assertTrue(refuses(bali, "GET", "/api/v1/namespaces/a/pods"));
        assertTrue(refuses(bali, "GET", "/pinisi/audit"));
        TokenReach hub = reach(List.of(), List.of(), List.of(TokenReach.HUB));
        assertFalse(refuses(hub, "GET", "/api/v1/namespaces/a/pods"));
        assertTrue(refuses(hub, "GET", BALI + "/api/v1/pods"));
    }

    @Test
    void theUserSaysWhichTokenItCameBy() {
        assertEquals(
                List.of("TOKEN=0123"),
                reach(List.of(), List.of(), List.of()).extra().get(UserInfo.CREDENTIAL));
    }
}
