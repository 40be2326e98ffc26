package io.pinisi.federation.propagation;

import io.pinisi.federation.placement.Company;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.PlacementRules;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.placement.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Who else is placed by the company that it keeps, in the namespace of an object. */
record Companions(Templates templates, Bindings bindings) {

    /** The rules with heed to where the others are by the decisions that are written. */
    PlacementRules beside(TemplateFacts facts, PlacementRules rules) {
        return rules.affinity().isEmpty()
                ? rules
                : rules.beside(
                        Company.of(
                                facts,
                                rules.affinity(),
                                peers(new Template(facts.kind(), facts.key()))));
    }

    List<Company.Peer> peers(Template template) {
        List<Company.Peer> peers = new ArrayList<>();
        for (Binding binding : of(template)) {
            Terms terms = binding.terms();
            if (terms != null && !terms.rules().affinity().isEmpty()) {
                List<String> clusters = binding.ownTargets().stream().map(Target::cluster).toList();
                templates
                        .find(binding.template())
                        .map(TemplateFacts::of)
                        .map(facts -> new Company.Peer(facts, terms.rules().affinity(), clusters))
                        .ifPresent(peers::add);
            }
        }
        return peers;
    }

    /** Those that are nowhere: another one's coming or going may be what they wait for. */
    List<Template> waiting(Template template) {
        return of(template).stream()
                .filter(binding -> binding.ownTargets().isEmpty())
                .map(Binding::template)
                .toList();
    }

    private List<Binding> of(Template template) {
        return bindings.all().stream()
                .filter(binding -> !binding.template().equals(template))
                .filter(
                        binding ->
                                Objects.equals(
                                        binding.key().namespace(), template.key().namespace()))
                .toList();
    }
}
