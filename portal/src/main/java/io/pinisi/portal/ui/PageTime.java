package io.pinisi.portal.ui;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * The moment that a window of the browser shows. It comes with the address ({@code ?as-of=}), holds
 * for all pages that are opened from there, and ends when a page is loaded without it.
 */
@Singleton
public final class PageTime implements VaadinServiceInitListener {
    private static final long serialVersionUID = 1L;
    static final String PARAMETER = "as-of";

    private record Moment(Instant at) {}

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource()
                .addUIInitListener(init -> init.getUI().addBeforeEnterListener(PageTime::enter));
    }

    private static void enter(BeforeEnterEvent event) {
        String text = Address.parameter(event.getLocation(), PARAMETER);
        try {
            if (!text.isEmpty()) {
                ComponentUtil.setData(event.getUI(), Moment.class, new Moment(Instant.parse(text)));
            }
        } catch (DateTimeParseException e) {
            ComponentUtil.setData(event.getUI(), Moment.class, null);
        }
    }

    /** Null where it is now. */
    public static @Nullable Instant of(@Nullable UI ui) {
        Moment moment = ui == null ? null : ComponentUtil.getData(ui, Moment.class);
        return moment == null ? null : moment.at();
    }

    /** Null where the page that is open shows now. */
    public static @Nullable Instant current() {
        return of(UI.getCurrent());
    }
}
