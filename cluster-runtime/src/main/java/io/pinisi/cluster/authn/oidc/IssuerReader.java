package io.pinisi.cluster.authn.oidc;

import io.pinisi.cluster.authn.oidc.AuthenticationConfiguration.Field;
import io.pinisi.cluster.authn.oidc.TrustedIssuer.ClaimRule;
import io.pinisi.cluster.authn.oidc.TrustedIssuer.Extra;
import io.pinisi.cluster.authn.oidc.TrustedIssuer.Mappings;
import io.pinisi.cluster.authn.oidc.TrustedIssuer.Source;
import io.pinisi.cluster.authn.oidc.TrustedIssuer.UserRule;
import io.pinisi.cluster.machinery.expression.Expression;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.Expressions;
import io.pinisi.cluster.pki.Pem;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one entry of {@code jwt}, and holds it to Kubernetes' rules for it. */
final class IssuerReader {
    static final String WELL_KNOWN = "/.well-known/openid-configuration";

    private static final Expressions CLAIMS = Expressions.over(List.of("claims"));
    private static final Expressions USER = Expressions.over(List.of("user"));
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Pattern EMAIL = Pattern.compile("claims\\.email\\b");
    private static final Pattern VERIFIED = Pattern.compile("claims\\.email_verified\\b");
    private static final Pattern EXTRA_KEY = Pattern.compile("[a-z0-9.-]+/[^A-Z%]+");
    private static final Set<String> RESERVED = Set.of("kubernetes.io", "k8s.io");

    private final Field entry;

    private IssuerReader(Field entry) {
        this.entry = entry;
    }

    static TrustedIssuer read(Field entry) {
        entry.only("issuer", "claimValidationRules", "claimMappings", "userValidationRules");
        return new IssuerReader(entry).issuer();
    }

    private TrustedIssuer issuer() {
        Field issuer = entry.at("issuer");
        issuer.only(
                "url",
                "discoveryURL",
                "certificateAuthority",
                "audiences",
                "audienceMatchPolicy",
                "egressSelectorType");
        URI url = url(issuer.at("url"), issuer.text("url"));
        String pem = issuer.text("certificateAuthority");
        checkAuthority(issuer, pem);
        return new TrustedIssuer(
                issuer.text("url"),
                discovery(issuer, url),
                pem,
                audiences(issuer),
                entry.list("claimValidationRules").stream().map(IssuerReader::claimRule).toList(),
                mappings(entry.at("claimMappings")),
                entry.list("userValidationRules").stream().map(IssuerReader::userRule).toList());
    }

    /** Kubernetes wants https; within one machine there is nobody to listen in. */
    private static URI url(Field field, String text) {
        if (text.isEmpty()) {
            throw field.required("URL is required");
        }
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw field.invalid(text, "must be a URL");
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean local = scheme.equals("http") && LOOPBACK.contains(String.valueOf(url.getHost()));
        if (!scheme.equals("https") && !local) {
            throw field.invalid(text, "URL scheme must be https");
        }
        if (url.getHost() == null) {
            throw field.invalid(text, "must be a URL");
        }
        if (url.getUserInfo() != null) {
            throw field.invalid(text, "URL must not contain a username or password");
        }
        if (url.getQuery() != null || url.getFragment() != null) {
            throw field.invalid(text, "URL must not contain a query or a fragment");
        }
        return url;
    }

    private static URI discovery(Field issuer, URI url) {
        String text = issuer.text("discoveryURL");
        if (text.isEmpty()) {
            return URI.create(withoutSlash(url.toString()) + WELL_KNOWN);
        }
        if (withoutSlash(text).equals(withoutSlash(url.toString()))) {
            throw issuer.at("discoveryURL")
                    .invalid(text, "discoveryURL must be different from URL");
        }
        return url(issuer.at("discoveryURL"), text);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static void checkAuthority(Field issuer, String pem) {
        if (pem.isEmpty()) {
            return;
        }
        try {
            if (Pem.certificates(pem).isEmpty()) {
                throw issuer.at("certificateAuthority").wrong("Invalid value: no certificate");
            }
        } catch (GeneralSecurityException e) {
            throw issuer.at("certificateAuthority").wrong("Invalid value: " + e.getMessage());
        }
    }

    private static List<String> audiences(Field issuer) {
        List<String> audiences =
                issuer.list("audiences").stream().map(item -> item.node().asString("")).toList();
        if (audiences.isEmpty()) {
            throw issuer.at("audiences").required("at least one issuer.audiences is required");
        }
        if (audiences.contains("")) {
            throw issuer.at("audiences").required("audience can't be empty");
        }
        if (new HashSet<>(audiences).size() < audiences.size()) {
            throw issuer.at("audiences").wrong("Duplicate value");
        }
        String policy = issuer.text("audienceMatchPolicy");
        if (audiences.size() > 1 && !policy.equals("MatchAny")) {
            throw issuer.at("audienceMatchPolicy")
                    .invalid(policy, "must be MatchAny for multiple audiences");
        }
        if (!policy.isEmpty() && !policy.equals("MatchAny")) {
            throw issuer.at("audienceMatchPolicy").invalid(policy, "must be empty or MatchAny");
        }
        return audiences;
    }

    private static ClaimRule claimRule(Field rule) {
        rule.only("claim", "requiredValue", "expression", "message");
        String claim = rule.text("claim");
        String expression = rule.text("expression");
        if (claim.isEmpty() == expression.isEmpty()) {
            throw rule.required("either claim or expression is required, and not both");
        }
        if (!expression.isEmpty()) {
            return new ClaimRule.Holds(
                    compile(CLAIMS, rule.at("expression"), expression), rule.text("message"));
        }
        return new ClaimRule.RequiredValue(claim, rule.text("requiredValue"));
    }

    private static UserRule userRule(Field rule) {
        rule.only("expression", "message");
        return new UserRule(
                compile(USER, rule.at("expression"), rule.text("expression")),
                rule.text("message"));
    }

    private static Mappings mappings(Field field) {
        if (field.isAbsent()) {
            throw field.at("username").required("claim or expression is required");
        }
        field.only("username", "groups", "uid", "extra");
        Field username = field.at("username");
        Source name =
                source(username, true)
                        .orElseThrow(() -> username.required("claim or expression is required"));
        requireVerifiedAddress(username, name);
        List<Extra> extra = field.list("extra").stream().map(IssuerReader::extra).toList();
        if (extra.stream().map(Extra::key).distinct().count() < extra.size()) {
            throw field.at("extra").wrong("Duplicate value");
        }
        return new Mappings(
                name, source(field.at("groups"), true), source(field.at("uid"), false), extra);
    }

    private static Optional<Source> source(Field field, boolean prefixed) {
        if (field.isAbsent()) {
            return Optional.empty();
        }
        if (prefixed) {
            field.only("claim", "prefix", "expression");
        } else {
            field.only("claim", "expression");
        }
        String claim = field.text("claim");
        String expression = field.text("expression");
        boolean hasPrefix = !field.at("prefix").isAbsent();
        if (claim.isEmpty() && expression.isEmpty()) {
            return Optional.empty();
        }
        if (!expression.isEmpty()) {
            if (!claim.isEmpty() || hasPrefix) {
                throw field.wrong("Invalid value: claim and prefix cannot stand with expression");
            }
            return Optional.of(
                    new Source.Computed(compile(CLAIMS, field.at("expression"), expression)));
        }
        if (prefixed && !hasPrefix) {
            throw field.at("prefix")
                    .required(
                            "prefix is required when claim is set. It can be set to an empty string"
                                    + " to disable prefixing");
        }
        return Optional.of(new Source.Claim(claim, field.text("prefix")));
    }

    /** An address that nobody has verified may be somebody else's. */
    private static void requireVerifiedAddress(Field field, Source username) {
        if (username instanceof Source.Computed(Expression expression)
                && EMAIL.matcher(expression.text()).find()
                && !VERIFIED.matcher(expression.text()).find()) {
            throw field.at("expression")
                    .invalid(
                            expression.text(),
                            "claims.email_verified must be used when claims.email is used");
        }
    }

    private static Extra extra(Field field) {
        field.only("key", "valueExpression");
        String key = field.text("key");
        if (!EXTRA_KEY.matcher(key).matches()) {
            throw field.at("key")
                    .invalid(key, "must be a lowercase domain-prefixed path (such as a.b/c)");
        }
        String domain = key.substring(0, key.indexOf('/'));
        if (RESERVED.stream().anyMatch(r -> domain.equals(r) || domain.endsWith("." + r))) {
            throw field.at("key").invalid(key, domain + " is reserved for Kubernetes use");
        }
        return new Extra(
                key, compile(CLAIMS, field.at("valueExpression"), field.text("valueExpression")));
    }

    private static Expression compile(Expressions expressions, Field field, String text) {
        if (text.isEmpty()) {
            throw field.required("expression is required");
        }
        try {
            return expressions.compile(text);
        } catch (ExpressionException e) {
            throw field.invalid(text, String.valueOf(e.getMessage()));
        }
    }
}
