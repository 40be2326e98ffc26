package io.pinisi.portal.ui;

import com.vaadin.flow.component.Component;
import java.util.List;
import java.util.function.Supplier;

/** Controls for what not everyone may do: they exist for those who may, once that is known. */
public final class Offers {
    private Offers() {}

    /** Hides the controls until the page is open and the hub has said yes. */
    public static void when(Component page, Supplier<Boolean> allowed, Component... controls) {
        List<Component> offered = List.of(controls);
        offered.forEach(control -> control.setVisible(false));
        page.addAttachListener(
                event ->
                        Work.run(
                                page,
                                allowed,
                                yes -> offered.forEach(control -> control.setVisible(yes)),
                                failure -> {}));
    }
}
