package io.pinisi.federation;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.federation.interpreter.Customization;
import io.pinisi.federation.override.OverridePolicy;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.federation.rollout.Strategy;
import io.pinisi.federation.tenancy.Tenant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What has to be decided anew when policies change. */
record PolicyEvents(Parts parts) implements Policies.Listener {
    @Override
    public void propagationChanged(List<Policy> changed) {
        parts.templates.follow(parts.policies.index().kinds());
        for (Policy policy : changed) {
            policy.selectors().stream()
                    .map(selector -> selector.kind())
                    .distinct()
                    .flatMap(kind -> parts.templates.all(kind).stream())
                    .filter(object -> policy.selects(TemplateFacts.of(object)))
                    .forEach(object -> parts.placing.queue().add(Template.of(object)));
        }
        if (changed.stream().anyMatch(Invitations::concerns)) {
            parts.discovery.membersChanged();
        }
        parts.changes.bump();
    }

    @Override
    public void customizationsChanged(List<Customization> changed) {
        changed.stream()
                .map(Customization::kind)
                .distinct()
                .flatMap(kind -> parts.templates.all(kind).stream())
                .map(Template::of)
                .forEach(
                        template -> {
                            parts.placing.queue().add(template);
                            parts.routes.report(template);
                        });
    }

    @Override
    public void overridesChanged(List<OverridePolicy> changed) {
        for (Binding binding : parts.bindings.all()) {
            Template template = binding.template();
            boolean touched =
                    parts.templates
                            .find(template)
                            .map(TemplateFacts::of)
                            .filter(facts -> changed.stream().anyMatch(p -> p.selects(facts)))
                            .isPresent();
            if (touched) {
                parts.placing.queue().add(template);
            }
        }
        parts.changes.bump();
    }

    /** What a strategy begins to select is remembered as it is before anything else changes it. */
    @Override
    public void strategiesChanged(List<Strategy> changed) {
        for (Strategy strategy : changed) {
            for (Binding binding : parts.bindings.all()) {
                Template template = binding.template();
                if (parts.templates
                        .find(template)
                        .filter(object -> strategy.selects(TemplateFacts.of(object)))
                        .isPresent()) {
                    parts.rollouts.touch(template);
                }
            }
        }
        parts.rollouts.touchAll();
        parts.changes.bump();
    }

    /** What was rendered under other limits is looked at again as well. */
    @Override
    public void tenantsChanged(Set<String> names) {
        for (GroupVersionKind kind : parts.templates.kinds()) {
            parts.templates.all(kind).stream()
                    .map(Template::of)
                    .filter(template -> isOf(template, names))
                    .forEach(parts.placing.queue()::add);
        }
        parts.discovery.membersChanged();
        parts.changes.bump();
    }

    private boolean isOf(Template template, Set<String> names) {
        String home = Objects.requireNonNullElse(template.key().namespace(), "");
        return names.contains(Tenant.prefix(home.isEmpty() ? template.key().name() : home));
    }
}
