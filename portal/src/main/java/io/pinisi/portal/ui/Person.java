package io.pinisi.portal.ui;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinRequest;
import io.pinisi.auth.Identity;
import org.jspecify.annotations.Nullable;

/** Who looks at the current page. */
public final class Person {
    private Person() {}

    /**
     * The person of the request; where work in the background opens a page and there is no request,
     * the person whose page it is. A page belongs to one session and ends with it.
     */
    public static Identity current() {
        VaadinRequest request = VaadinRequest.getCurrent();
        UI ui = UI.getCurrent();
        if (request != null && request.getUserPrincipal() instanceof Identity identity) {
            if (ui != null) {
                ComponentUtil.setData(ui, Identity.class, identity);
            }
            return identity;
        }
        Identity owner = request == null ? owner(ui) : null;
        if (owner == null) {
            throw new IllegalStateException("a page without a signed-in person");
        }
        return owner;
    }

    private static @Nullable Identity owner(@Nullable UI ui) {
        return ui == null ? null : ComponentUtil.getData(ui, Identity.class);
    }
}
