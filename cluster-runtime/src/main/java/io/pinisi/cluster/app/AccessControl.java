package io.pinisi.cluster.app;

import io.pinisi.cluster.admission.CertificateRights;
import io.pinisi.cluster.authn.Anonymous;
import io.pinisi.cluster.authn.Authenticator;
import io.pinisi.cluster.authn.ClientCertificates;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authn.bootstrap.BootstrapSecret;
import io.pinisi.cluster.authn.bootstrap.BootstrapTokens;
import io.pinisi.cluster.authn.token.TokenIssuer;
import io.pinisi.cluster.authn.token.TokenVerifier;
import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.authz.EscalationCheck;
import io.pinisi.cluster.authz.NodeAuthorizer;
import io.pinisi.cluster.authz.RbacAuthorizer;
import io.pinisi.cluster.authz.RuleIndex;
import io.pinisi.cluster.authz.RuleReport;
import io.pinisi.cluster.authz.SystemMasters;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.pki.Pki;
import io.pinisi.cluster.registry.EscalationGuard;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who may do what on one API server: authenticators and authorizers in their order. */
final class AccessControl {
    static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

    private final RuleIndex index;
    private final Authorizer authorizer;
    private final TokenIssuer issuer;
    private final TokenVerifier verifier;
    private final Authenticator tokens;
    private final Authenticator everyone;

    AccessControl(
            ApiServerOptions options,
            Pki pki,
            RuleIndex index,
            ObjectLookup objects,
            InstantSource clock) {
        this.index = index;
        this.authorizer = authorizer(options, index, objects);
        this.issuer = new TokenIssuer(ISSUER, pki.tokenKeys());
        this.verifier =
                new TokenVerifier(
                        ISSUER,
                        List.of(ISSUER),
                        pki.tokenKeys().getPublic(),
                        (kind, namespace, name, uid) ->
                                exists(objects, kind, new ObjectKey(namespace, name), uid),
                        clock);
        this.tokens = Authenticator.firstOf(options.authenticators());
        List<Authenticator> order = new ArrayList<>();
        order.add(new ClientCertificates(pki.authorityCertificate(), clock));
        order.add(verifier);
        order.add(bootstrapTokens(objects, clock));
        order.addAll(options.authenticators());
        order.add(new Anonymous());
        this.everyone = Authenticator.firstOf(order);
    }

    private static Authorizer authorizer(
            ApiServerOptions options, RuleIndex index, ObjectLookup objects) {
        List<Authorizer> order = new ArrayList<>(options.authorizers());
        order.add(new SystemMasters());
        order.add(new NodeAuthorizer(index, objects));
        order.add(new RbacAuthorizer(index));
        order.add(options.houseRules().authorizer(objects, roles(index)));
        return Authorizer.chain(order);
    }

    /** What roles alone allow, administrators of all included. */
    static Authorizer roles(RuleIndex index) {
        return Authorizer.chain(List.of(new SystemMasters(), new RbacAuthorizer(index)));
    }

    private static BootstrapTokens bootstrapTokens(ObjectLookup objects, InstantSource clock) {
        GroupResource secrets = new GroupResource("", "secrets");
        return new BootstrapTokens(
                name ->
                        objects.find(secrets, ObjectKey.of(BootstrapSecret.NAMESPACE, name))
                                .map(ApiObject::tree),
                clock);
    }

    private static boolean exists(
            ObjectLookup objects, String kind, ObjectKey key, @Nullable String uid) {
        GroupResource resource = new GroupResource("", kind.toLowerCase(Locale.ROOT) + "s");
        return objects.find(resource, key).filter(o -> o.uid().equals(uid)).isPresent();
    }

    RuleReport report() {
        return new RuleReport(index);
    }

    /** Known before the registry is, which calls it. */
    static EscalationGuard escalationGuard(RuleIndex index) {
        return new EscalationCheck(new RbacAuthorizer(index), index);
    }

    /** As {@link #escalationGuard}: by name of the signer, or for all of a domain. */
    static CertificateRights.SignerRights signers(RuleIndex index) {
        Authorizer judge = roles(index);
        return (user, verb, signer) ->
                List.of(signer, signer.substring(0, signer.indexOf('/') + 1) + "*").stream()
                        .anyMatch(name -> maySign(judge, user, verb, name));
    }

    private static boolean maySign(Authorizer judge, UserInfo user, String verb, String signer) {
        return judge.authorize(
                        new Attributes(
                                user,
                                verb,
                                "certificates.k8s.io",
                                "v1",
                                "signers",
                                "",
                                "",
                                signer,
                                ""))
                instanceof Authorizer.Decision.Allowed;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    TokenIssuer issuer() {
        return issuer;
    }

    TokenVerifier verifier() {
        return verifier;
    }

    /** Those that recognise tokens of persons. */
    Authenticator tokens() {
        return tokens;
    }

    /** All of them, anonymity last. */
    Authenticator everyone() {
        return everyone;
    }
}
