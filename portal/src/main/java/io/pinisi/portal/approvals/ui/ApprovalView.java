package io.pinisi.portal.approvals.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.approvals.Approval;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** One request: where the refusal of an act leads to. */
@Prototype
@Route("approvals/:request")
final class ApprovalView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient InstantSource clock;
    private final transient Identity who = Person.current();
    private final transient AtomicReference<Runnable> refresh = new AtomicReference<>(() -> {});
    private final Div content = new Div(Placeholder.loading());

    ApprovalView(BackendSlot backend, InstantSource clock) {
        super("Request");
        this.backend = backend;
        this.clock = clock;
        content.addClassName("stack");
        add(content);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String id = event.getRouteParameters().get("request").orElse("");
        setHeading(id, Links.to("approvals", "Approvals"));
        Live<Approval> live =
                Live.on(
                        this,
                        () -> backend.get().approvals().changes(),
                        () -> backend.get().approvals().request(who, id),
                        this::show,
                        this::fail);
        refresh.set(live::refresh);
    }

    private void show(Approval request) {
        setSubtitle(request.state());
        content.removeAll();
        Acts acts = new Acts(this, backend, who, () -> refresh.get().run());
        content.add(new RequestPanel(request, acts, clock.instant()));
    }

    private void fail(Failure failure) {
        content.removeAll();
        content.add(Placeholder.of(failure.about("see this request")));
    }
}
