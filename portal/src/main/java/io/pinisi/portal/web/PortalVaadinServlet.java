package io.pinisi.portal.web;

import com.vaadin.flow.server.VaadinServlet;

/** Vaadin on every path that nothing else answers. */
final class PortalVaadinServlet extends VaadinServlet {
    private static final long serialVersionUID = 1L;
}
