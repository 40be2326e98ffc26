package io.pinisi.cluster.authn.oidc;

import dev.cel.common.values.NullValue;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authn.oidc.TrustedIssuer.ClaimRule;
import io.pinisi.cluster.authn.oidc.TrustedIssuer.Source;
import io.pinisi.cluster.authn.oidc.TrustedIssuer.UserRule;
import io.pinisi.cluster.machinery.expression.Expression;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the claims of a token, already believed, say of a person: rules and mappings. */
final class ClaimMapper {
    private static final String EMAIL = "email";
    private static final String EMAIL_VERIFIED = "email_verified";

    private final TrustedIssuer issuer;

    /** The claims do not make a person. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String why) {
            super(why);
        }
    }

    ClaimMapper(TrustedIssuer issuer) {
        this.issuer = issuer;
    }

    UserInfo user(JsonNode claims) throws Unfit {
        Map<String, Object> variables = Map.of("claims", Values.of(claims));
        for (ClaimRule rule : issuer.claimRules()) {
            check(rule, claims, variables);
        }
        String name = username(claims, variables);
        List<String> groups = texts("groups", issuer.mappings().groups(), claims, variables);
        List<String> uids = texts("uid", issuer.mappings().uid(), claims, variables);
        if (uids.size() > 1) {
            throw new Unfit("the uid is a list");
        }
        UserInfo user =
                new UserInfo(name, uids.isEmpty() ? "" : uids.getFirst(), groups, extra(variables));
        for (UserRule rule : issuer.userRules()) {
            require(rule.expression(), Map.of("user", values(user)), rule.message());
        }
        return user;
    }

    private static void check(ClaimRule rule, JsonNode claims, Map<String, Object> variables)
            throws Unfit {
        switch (rule) {
            case ClaimRule.RequiredValue(String claim, String value) -> {
                JsonNode found = claims.path(claim);
                if (!found.isString() || !found.stringValue().equals(value)) {
                    throw new Unfit("claim " + claim + " is not the required value");
                }
            }
            case ClaimRule.Holds(Expression expression, String message) ->
                    require(expression, variables, message);
        }
    }

    private static void require(Expression rule, Map<String, Object> variables, String message)
            throws Unfit {
        try {
            if (rule.holds(variables)) {
                return;
            }
        } catch (ExpressionException e) {
            throw new Unfit("the rule " + rule.text() + " failed: " + e.getMessage());
        }
        throw new Unfit(message.isEmpty() ? "the rule " + rule.text() + " does not hold" : message);
    }

    private String username(JsonNode claims, Map<String, Object> variables) throws Unfit {
        Source source = issuer.mappings().username();
        if (source instanceof Source.Claim(String claim, String _)
                && claim.equals(EMAIL)
                && !claims.path(EMAIL_VERIFIED).asBoolean(true)) {
            throw new Unfit("the address in the claim email is not verified");
        }
        List<String> names = texts("username", Optional.of(source), claims, variables);
        String prefix = source instanceof Source.Claim(String _, String before) ? before : "";
        if (names.size() != 1 || names.getFirst().length() == prefix.length()) {
            throw new Unfit("the token does not say whose it is");
        }
        return names.getFirst();
    }

    /** A claim may hold one text or a list of them. */
    private static List<String> texts(
            String what, Optional<Source> source, JsonNode claims, Map<String, Object> variables)
            throws Unfit {
        if (source.isEmpty()) {
            return List.of();
        }
        return switch (source.get()) {
            case Source.Claim(String name, String prefix) ->
                    texts(what, Values.of(claims.get(name))).stream()
                            .map(text -> prefix + text)
                            .toList();
            case Source.Computed(Expression expression) ->
                    texts(what, evaluate(expression, variables));
        };
    }

    private static List<String> texts(String what, Object value) throws Unfit {
        return switch (value) {
            case String text -> List.of(text);
            case Collection<?> items -> {
                List<String> texts = new ArrayList<>();
                for (Object item : items) {
                    if (!(item instanceof String text)) {
                        throw new Unfit("the " + what + " are not all texts");
                    }
                    texts.add(text);
                }
                yield texts;
            }
            case NullValue _ -> List.of();
            default -> throw new Unfit("the " + what + " is neither a text nor a list of texts");
        };
    }

    private Map<String, List<String>> extra(Map<String, Object> variables) throws Unfit {
        Map<String, List<String>> extra = new HashMap<>();
        for (TrustedIssuer.Extra attribute : issuer.mappings().extra()) {
            List<String> values =
                    texts(attribute.key(), evaluate(attribute.value(), variables)).stream()
                            .filter(text -> !text.isEmpty())
                            .toList();
            if (!values.isEmpty()) {
                extra.put(attribute.key(), values);
            }
        }
        return extra;
    }

    private static Object evaluate(Expression expression, Map<String, Object> variables)
            throws Unfit {
        try {
            return expression.evaluate(variables);
        } catch (ExpressionException e) {
            throw new Unfit("the mapping " + expression.text() + " failed: " + e.getMessage());
        }
    }

    private static Map<String, Object> values(UserInfo user) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("username", user.name());
        values.put("uid", user.uid());
        values.put("groups", user.groups());
        values.put("extra", user.extra());
        return values;
    }
}
