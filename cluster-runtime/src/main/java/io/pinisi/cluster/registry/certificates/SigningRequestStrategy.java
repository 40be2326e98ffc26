package io.pinisi.cluster.registry.certificates;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A request says what is wanted, once, in the name of who makes it. */
final class SigningRequestStrategy implements ResourceStrategy {
    private static final long LEAST_SECONDS = 600;
    private static final int LONGEST_SIGNER = 571;
    private static final List<String> USAGES =
            List.of(
                    "any",
                    "cert sign",
                    "client auth",
                    "code signing",
                    "content commitment",
                    "crl sign",
                    "data encipherment",
                    "decipher only",
                    "digital signature",
                    "email protection",
                    "encipher only",
                    "ipsec end system",
                    "ipsec tunnel",
                    "ipsec user",
                    "key agreement",
                    "key encipherment",
                    "microsoft sgc",
                    "netscape sgc",
                    "ocsp signing",
                    "s/mime",
                    "server auth",
                    "signing",
                    "timestamping");

    @Override
    public void isolate(Transition transition) {
        ObjectNode next = transition.next();
        ObjectNode old = transition.old();
        if (old != null) {
            next.set("spec", old.path("spec").deepCopy());
        } else if (next.get("spec") instanceof ObjectNode spec) {
            sign(spec, transition.user());
        }
    }

    private static void sign(ObjectNode spec, UserInfo user) {
        spec.put("username", user.name());
        spec.remove(List.of("uid", "groups", "extra"));
        if (!user.uid().isEmpty()) {
            spec.put("uid", user.uid());
        }
        if (!user.groups().isEmpty()) {
            ArrayNode groups = spec.putArray("groups");
            user.groups().forEach(groups::add);
        }
        if (!user.extra().isEmpty()) {
            ObjectNode extra = spec.putObject("extra");
            user.extra().forEach((key, values) -> values.forEach(v -> extra.withArray(key).add(v)));
        }
    }

    @Override
    public void prepare(Transition transition) {
        if (transition.isCreation()) {
            transition.next().putObject("status");
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        if (!transition.isCreation()) {
            return;
        }
        JsonNode spec = transition.next().path("spec");
        checkRequest(spec.path("request"), faults);
        checkUsages(spec.path("usages"), faults);
        checkSigner(spec.path("signerName").asString(""), faults);
        JsonNode seconds = spec.path("expirationSeconds");
        if (seconds.asLong(LEAST_SECONDS) < LEAST_SECONDS) {
            faults.invalid(
                    "spec.expirationSeconds",
                    seconds,
                    "may not specify a duration less than 600 seconds (10 minutes)");
        }
    }

    private static void checkRequest(JsonNode request, Faults faults) {
        try {
            SigningRequest.decode(request.asString(""));
        } catch (IllegalArgumentException e) {
            faults.invalid("spec.request", request, String.valueOf(e.getMessage()));
        }
    }

    private static void checkUsages(JsonNode usages, Faults faults) {
        if (usages.isEmpty()) {
            faults.required("spec.usages", "");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < usages.size(); i++) {
            String usage = usages.get(i).asString("");
            String path = "spec.usages[" + i + "]";
            FieldRules.checkChoice(usage, USAGES, path, faults);
            if (!seen.add(usage)) {
                faults.duplicate(path, usage);
            }
        }
    }

    private static void checkSigner(String name, Faults faults) {
        String path = "spec.signerName";
        if (name.isEmpty()) {
            faults.required(path, "");
            return;
        }
        String[] parts = name.split("/", -1);
        if (parts.length != 2 || parts[1].isEmpty()) {
            faults.invalid(
                    path,
                    name,
                    "must be a fully qualified domain and path of the form"
                            + " 'example.com/signer-name'");
            return;
        }
        FieldRules.checkName(NameRule.DNS_SUBDOMAIN, parts[0], path, faults);
        FieldRules.checkName(NameRule.DNS_SUBDOMAIN, parts[1], path, faults);
        if (parts[0].split("\\.", -1).length < 2) {
            faults.invalid(
                    path, name, "should be a domain with at least two segments separated by dots");
        }
        if (name.length() > LONGEST_SIGNER) {
            faults.tooLong(path, "may not be more than " + LONGEST_SIGNER + " bytes");
        }
    }
}
