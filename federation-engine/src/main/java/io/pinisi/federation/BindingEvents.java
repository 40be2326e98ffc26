package io.pinisi.federation;

import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Bindings;

/** What follows from a decision that came to be known. */
record BindingEvents(Parts parts) implements Bindings.Listener {
    @Override
    public void decided(Template template) {
        parts.routes.condemn(template);
        parts.placing.queue().add(template);
        parts.rollouts.touch(template);
        parts.works.touch(template);
        parts.changes.bump();
    }

    @Override
    public void reported(Template template) {
        parts.changes.bump();
    }
}
