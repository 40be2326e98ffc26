package io.pinisi.portal.approvals.ui;

import com.vaadin.flow.component.Component;
import io.pinisi.auth.Identity;
import io.pinisi.portal.approvals.ApprovalService;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.Work;
import java.util.function.Consumer;

/**
 * What a person does about requests on a page.
 *
 * @param after reads the page anew
 */
record Acts(Component owner, BackendSlot backend, Identity who, Runnable after) {
    void approve(String request, String comment) {
        act(service -> service.approve(who, request, comment), "Approved");
    }

    void deny(String request, String comment, String done) {
        act(service -> service.deny(who, request, comment), done);
    }

    void explain(String request, String reason, String ticket) {
        act(service -> service.explain(who, request, reason, ticket), "The approvers see it");
    }

    private void act(Consumer<ApprovalService> what, String done) {
        Work.act(
                owner,
                () -> what.accept(backend.get().approvals()),
                () -> {
                    Notices.done(done);
                    after.run();
                });
    }
}
