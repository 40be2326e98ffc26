package io.pinisi.cluster.apiserver.review;

import io.pinisi.cluster.apiserver.RegistryOverlay;
import io.pinisi.cluster.authn.Authenticator;
import io.pinisi.cluster.authn.token.TokenIssuer;
import io.pinisi.cluster.authn.token.TokenVerifier;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.authz.RuleReport;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.machinery.schema.ResourceDefinition.Scope;
import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.registry.ResourceEndpoint;
import io.pinisi.cluster.registry.ResourceRegistry;
import io.pinisi.cluster.storage.ObjectLookup;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Lays the reviews over a registry's snapshots. */
public final class Reviews implements Supplier<ResourceRegistry> {
    private static final String AUTHORIZATION = "authorization.k8s.io";
    private static final String AUTHENTICATION = "authentication.k8s.io";

    private final RegistryOverlay overlay;

    /** What the reviews ask. */
    public record Judges(
            Authorizer authorizer,
            RuleReport rules,
            TokenIssuer issuer,
            TokenVerifier verifier,
            Authenticator others,
            List<String> ownAudiences,
            ObjectLookup objects,
            InstantSource clock) {}

    public Reviews(Supplier<ResourceRegistry> base, Judges judges) {
        AccessReviews access = new AccessReviews(judges.authorizer(), judges.rules());
        IdentityReviews identity = new IdentityReviews(judges.verifier(), judges.others());
        TokenRequests tokens =
                new TokenRequests(
                        judges.issuer(), judges.ownAudiences(), judges.objects(), judges.clock());
        Map<ResourceDefinition, Review> reviews = new LinkedHashMap<>();
        reviews.put(definition(AUTHORIZATION, "SelfSubjectAccessReview"), access::self);
        reviews.put(definition(AUTHORIZATION, "SubjectAccessReview"), access::subject);
        reviews.put(definition(AUTHORIZATION, "LocalSubjectAccessReview"), access::local);
        reviews.put(definition(AUTHORIZATION, "SelfSubjectRulesReview"), access::selfRules);
        reviews.put(definition(AUTHENTICATION, "SelfSubjectReview"), identity::self);
        reviews.put(definition(AUTHENTICATION, "TokenReview"), identity::token);
        Map<RegistryOverlay.Path, ResourceEndpoint> byPath = new LinkedHashMap<>();
        reviews.forEach(
                (definition, review) ->
                        byPath.put(new RegistryOverlay.Path(definition.resource(), ""), review));
        GroupResource accounts = new GroupResource("", "serviceaccounts");
        byPath.put(new RegistryOverlay.Path(accounts, "token"), tokens);
        this.overlay = new RegistryOverlay(base, List.copyOf(reviews.keySet()), byPath);
    }

    @Override
    public ResourceRegistry get() {
        return overlay.get();
    }

    private static ResourceDefinition definition(String group, String kind) {
        String packageName = group.substring(0, group.indexOf('.'));
        String singular = kind.toLowerCase(Locale.ROOT);
        Scope scope = kind.startsWith("Local") ? Scope.NAMESPACED : Scope.CLUSTER;
        return new ResourceDefinition(
                new GroupResource(group, singular + "s"),
                kind,
                kind + "List",
                singular,
                List.of(),
                List.of(),
                scope,
                List.of(
                        new ResourceDefinition.Version(
                                "v1",
                                true,
                                true,
                                reference("io.k8s.api." + packageName + ".v1." + kind),
                                List.of())),
                Set.of("create"),
                List.of(),
                List.of());
    }

    private static Schema reference(String name) {
        return new Schema(
                name,
                Schema.Type.OBJECT,
                "",
                "",
                Map.of(),
                null,
                null,
                Set.of(),
                null,
                false,
                false,
                false,
                false,
                Schema.ListType.ATOMIC,
                List.of(),
                false,
                null,
                Set.of(),
                Map.of());
    }
}
