package io.pinisi.federation;

import io.pinisi.federation.placement.Autoscaling;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Binding;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What follows from a change of an object on the hub. */
record TemplateEvents(Parts parts) {
    void changed(Template template) {
        parts.placing.queue().add(template);
        parts.rollouts.touch(template);
        if (template.kind().equals(Autoscaling.AUTOSCALER)) {
            scalingChanged(template);
        }
        parts.changes.bump();
    }

    /** Of an autoscaler that is gone nobody knows any more what it scaled. */
    private void scalingChanged(Template autoscaler) {
        Optional<ObjectNode> object = parts.templates.find(autoscaler);
        if (object.isPresent()) {
            parts.bindings
                    .find(Autoscaling.target(object.get()))
                    .ifPresent(binding -> parts.placing.queue().add(binding.template()));
            return;
        }
        parts.bindings.all().stream()
                .map(Binding::template)
                .filter(
                        template ->
                                Objects.equals(
                                        template.key().namespace(), autoscaler.key().namespace()))
                .forEach(parts.placing.queue()::add);
    }
}
