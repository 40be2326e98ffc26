package io.pinisi.cluster.registry.networking;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.SelectorRules;
import io.pinisi.cluster.registry.Transition;
import io.pinisi.cluster.registry.core.pod.PortRules;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

final class NetworkPolicyStrategy implements ResourceStrategy {
    private static final List<String> TYPES = List.of("Egress", "Ingress");

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode spec = transition.next().path("spec");
        SelectorRules.check(spec.path("podSelector"), "spec.podSelector", faults);
        checkRules(spec.path("ingress"), "spec.ingress", "from", faults);
        checkRules(spec.path("egress"), "spec.egress", "to", faults);
        JsonNode types = spec.path("policyTypes");
        if (types.size() > TYPES.size()) {
            faults.invalid("spec.policyTypes", types, "may not specify more than two policyTypes");
            return;
        }
        FieldRules.checkChoices(types, TYPES, "spec.policyTypes", faults);
    }

    private static void checkRules(JsonNode rules, String path, String peers, Faults faults) {
        for (int i = 0; i < rules.size(); i++) {
            String at = path + "[" + i + "]";
            JsonNode ports = rules.get(i).path("ports");
            for (int j = 0; j < ports.size(); j++) {
                checkPort(ports.get(j), at + ".ports[" + j + "]", faults);
            }
            JsonNode others = rules.get(i).path(peers);
            for (int j = 0; j < others.size(); j++) {
                checkPeer(others.get(j), at + "." + peers + "[" + j + "]", faults);
            }
        }
    }

    private static void checkPort(JsonNode port, String path, Faults faults) {
        FieldRules.checkChoice(
                port.path("protocol").asString(""),
                PortRules.PROTOCOLS,
                path + ".protocol",
                faults);
        JsonNode number = port.path("port");
        if (!number.isMissingNode()) {
            PortRules.checkNumberOrName(number, path + ".port", faults);
        }
        JsonNode end = port.path("endPort");
        if (end.isMissingNode()) {
            return;
        }
        String at = path + ".endPort";
        if (number.isMissingNode()) {
            faults.invalid(at, end, "may not be specified when `port` is not specified");
        } else if (number.isString()) {
            faults.invalid(at, end, "may not be specified when `port` is non-numeric");
        } else if (end.asInt(0) < number.asInt(0)) {
            faults.invalid(at, end, "must be greater than or equal to `port`");
        } else {
            PortRules.checkNumber(end, at, faults);
        }
    }

    private static void checkPeer(JsonNode peer, String path, Faults faults) {
        boolean selects = peer.has("podSelector") || peer.has("namespaceSelector");
        if (peer.has("ipBlock") && selects) {
            faults.forbidden(path, "may not specify both ipBlock and another peer");
            return;
        }
        if (!selects && !peer.has("ipBlock")) {
            faults.required(path, "must specify a peer");
            return;
        }
        SelectorRules.check(peer.path("podSelector"), path + ".podSelector", faults);
        SelectorRules.check(peer.path("namespaceSelector"), path + ".namespaceSelector", faults);
        if (peer.has("ipBlock")) {
            checkBlock(peer.path("ipBlock"), path + ".ipBlock", faults);
        }
    }

    private static void checkBlock(JsonNode block, String path, Faults faults) {
        if (!FieldRules.isFilled(block, "cidr", path, faults)) {
            return;
        }
        String cidr = block.path("cidr").asString("");
        Optional<AddressBlock> whole = AddressBlock.parse(cidr);
        if (whole.isEmpty()) {
            faults.invalid(path + ".cidr", cidr, AddressBlock.NO_CIDR);
            return;
        }
        JsonNode except = block.path("except");
        for (int i = 0; i < except.size(); i++) {
            String text = except.get(i).asString("");
            String at = path + ".except[" + i + "]";
            Optional<AddressBlock> part = AddressBlock.parse(text);
            if (part.isEmpty()) {
                faults.invalid(at, text, AddressBlock.NO_CIDR);
            } else if (!whole.get().strictlyContains(part.get())) {
                faults.invalid(at, text, "must be a strict subset of `cidr`");
            }
        }
    }
}
