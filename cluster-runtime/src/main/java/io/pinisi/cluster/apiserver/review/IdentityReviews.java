package io.pinisi.cluster.apiserver.review;

import io.pinisi.cluster.authn.Authentication;
import io.pinisi.cluster.authn.Authentication.Absent;
import io.pinisi.cluster.authn.Authentication.Authenticated;
import io.pinisi.cluster.authn.Authentication.Rejected;
import io.pinisi.cluster.authn.Authenticator;
import io.pinisi.cluster.authn.Credentials;
import io.pinisi.cluster.authn.token.TokenVerifier;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.registry.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who am I, and whose token is this. */
final class IdentityReviews {
    private final TokenVerifier serviceAccounts;
    private final Authenticator others;

    /**
     * @param others recognise tokens of persons
     */
    IdentityReviews(TokenVerifier serviceAccounts, Authenticator others) {
        this.serviceAccounts = serviceAccounts;
        this.others = others;
    }

    void self(Call call, @Nullable String namespace, @Nullable String name, ObjectNode body) {
        body.putObject("status").set("userInfo", UserInfoJson.write(call.user()));
    }

    void token(Call call, @Nullable String namespace, @Nullable String name, ObjectNode body) {
        String token = body.path("spec").path("token").asString("");
        if (token.isEmpty()) {
            throw ApiException.invalid(
                    "authentication.k8s.io",
                    "TokenReview",
                    "",
                    List.of(FieldError.required("spec.token", "")));
        }
        List<String> wanted = UserInfoJson.texts(body.path("spec").path("audiences"));
        ObjectNode status = body.putObject("status");
        switch (judge(token, wanted)) {
            case Authenticated authenticated -> {
                status.put("authenticated", true);
                status.set("user", UserInfoJson.write(authenticated.user()));
                ArrayNode audiences = status.putArray("audiences");
                wanted.forEach(audiences::add);
            }
            case Rejected rejected ->
                    status.put("authenticated", false).put("error", rejected.reason());
            case Absent _ -> status.put("authenticated", false);
        }
    }

    private Authentication judge(String token, List<String> wanted) {
        Authentication answer =
                wanted.isEmpty()
                        ? serviceAccounts.authenticate(Credentials.bearer(token))
                        : serviceAccounts.authenticate(token, wanted);
        return answer instanceof Absent ? others.authenticate(Credentials.bearer(token)) : answer;
    }
}
