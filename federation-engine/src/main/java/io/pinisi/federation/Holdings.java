package io.pinisi.federation;

import io.pinisi.federation.placement.ResourceAmounts;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.federation.propagation.Bindings;
import io.pinisi.federation.propagation.Templates;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** What the objects of a namespace ask for by the decisions that are written. */
record Holdings(Templates templates, Bindings bindings)
        implements Function<String, Map<Template, ResourceAmounts>> {
    @Override
    public Map<Template, ResourceAmounts> apply(String namespace) {
        Map<Template, ResourceAmounts> holdings = new HashMap<>();
        for (Binding binding : bindings.all()) {
            Template template = binding.template();
            if (namespace.equals(template.key().namespace())) {
                templates
                        .find(template)
                        .map(TemplateFacts::of)
                        .ifPresent(
                                facts ->
                                        holdings.put(
                                                template, facts.requestsOf(binding.ownTargets())));
            }
        }
        return holdings;
    }
}
