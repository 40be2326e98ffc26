package io.pinisi.portal.ui;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServletRequest;
import io.micronaut.context.annotation.Prototype;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages for addresses that lead nowhere and for faults of ours. */
final class ErrorViews {
    private static final Logger log = LoggerFactory.getLogger(ErrorViews.class);

    private ErrorViews() {}

    private static Anchor home() {
        Anchor home = new Anchor("/", "Go to the overview");
        home.addClassName("button");
        return home;
    }

    /** No page has this address. */
    @Prototype
    @ParentLayout(MainLayout.class)
    static final class NotFound extends PageFrame implements HasErrorParameter<NotFoundException> {
        private static final long serialVersionUID = 1L;

        NotFound() {
            super("No such page");
            add(
                    new Placeholder(
                            Icon.UNKNOWN,
                            "Nothing has this address",
                            "It may have been deleted, or the link may be incomplete.",
                            home()));
        }

        @Override
        public int setErrorParameter(
                BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
            return HttpServletResponse.SC_NOT_FOUND;
        }
    }

    /** A page of ours failed. */
    @Prototype
    @ParentLayout(MainLayout.class)
    static final class Fault extends PageFrame implements HasErrorParameter<Exception> {
        private static final long serialVersionUID = 1L;
        private final Div text = new Div();

        Fault() {
            super("Something went wrong");
            add(text);
        }

        @Override
        public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
            String id = id();
            log.error(
                    "page failed path={} fault={}",
                    event.getLocation().getPath(),
                    id,
                    parameter.getException());
            text.add(
                    new Placeholder(
                            Icon.BAD,
                            "This page could not be shown",
                            "The fault is ours and has been logged as " + id + ".",
                            home()));
            return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        }

        /** The request's; what work in the background opens has none and gets one of its own. */
        private static String id() {
            return VaadinRequest.getCurrent() instanceof VaadinServletRequest request
                    ? request.getHttpServletRequest().getRequestId()
                    : UUID.randomUUID().toString();
        }
    }
}
