package io.pinisi.portal.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;

/** Has a name typed before something that cannot be undone. */
public final class TypedConfirmation {
    private TypedConfirmation() {}

    /**
     * @param name what must be typed
     * @param deed on the button
     */
    public static void open(
            String title, String name, String deed, Runnable confirmed, Component... content) {
        Dialog dialog = new Dialog();
        dialog.setHeaderTitle(title);
        dialog.setWidth("min(30rem, 94vw)");
        TextField typed = new TextField("Type " + name + " to confirm");
        typed.setWidthFull();
        typed.setAutofocus(true);
        typed.getElement().setAttribute("autocomplete", "off");
        Button confirm =
                new Button(
                        deed,
                        click -> {
                            dialog.close();
                            confirmed.run();
                        });
        confirm.addThemeVariants(ButtonVariant.LUMO_PRIMARY, ButtonVariant.LUMO_ERROR);
        confirm.setEnabled(false);
        typed.setValueChangeMode(ValueChangeMode.EAGER);
        typed.addValueChangeListener(event -> confirm.setEnabled(event.getValue().equals(name)));
        dialog.getFooter().add(new Button("Cancel", click -> dialog.close()), confirm);
        Div body = new Div(content);
        body.addClassName("stack");
        body.add(typed);
        dialog.add(body);
        dialog.open();
    }
}
