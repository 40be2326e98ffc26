package io.pinisi.portal.web;

import com.vaadin.flow.di.Instantiator;
import com.vaadin.flow.di.InstantiatorFactory;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinServletService;
import io.micronaut.context.ApplicationContext;

/** Leads Vaadin to Micronaut; Vaadin makes it by its public constructor. */
public final class MicronautInstantiatorFactory implements InstantiatorFactory {
    @Override
    public Instantiator createInstantitor(VaadinService service) {
        Object context =
                ((VaadinServletService) service)
                        .getServlet()
                        .getServletContext()
                        .getAttribute(WebServer.CONTEXT_ATTRIBUTE);
        return new MicronautInstantiator(service, (ApplicationContext) context);
    }
}
