package io.pinisi.cluster.authn.oidc;

import io.pinisi.cluster.machinery.expression.Expression;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * An issuer whose tokens are believed, and what they say of a person.
 *
 * @param url as tokens name it in {@code iss}, letter for letter
 * @param discovery the document that tells where its keys are
 * @param certificateAuthority PEM; empty trusts what the machine trusts
 * @param audiences a token must be meant for one of them
 */
public record TrustedIssuer(
        String url,
        URI discovery,
        String certificateAuthority,
        List<String> audiences,
        List<ClaimRule> claimRules,
        Mappings mappings,
        List<UserRule> userRules) {
    public TrustedIssuer {
        audiences = List.copyOf(audiences);
        claimRules = List.copyOf(claimRules);
        userRules = List.copyOf(userRules);
    }

    /** What a token must say besides. */
    public sealed interface ClaimRule {
        record RequiredValue(String claim, String value) implements ClaimRule {}

        record Holds(Expression expression, String message) implements ClaimRule {}
    }

    /** What must hold of the person that the claims make. */
    public record UserRule(Expression expression, String message) {}

    /** Where an attribute of the person comes from. */
    public sealed interface Source {
        record Claim(String name, String prefix) implements Source {}

        record Computed(Expression expression) implements Source {}
    }

    /** Which claims become what. */
    public record Mappings(
            Source username, Optional<Source> groups, Optional<Source> uid, List<Extra> extra) {
        public Mappings {
            extra = List.copyOf(extra);
        }
    }

    /** A further attribute, under a name with a domain. */
    public record Extra(String key, Expression value) {}
}
