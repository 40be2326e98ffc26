package io.pinisi.portal.account.ui;

import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import io.pinisi.auth.Identity;
import io.pinisi.auth.token.ApiTokens;
import io.pinisi.auth.token.TokenLimits;
import io.pinisi.auth.token.TokenWish;
import io.pinisi.db.token.PersonalToken;
import io.pinisi.db.token.TokenScope;
import io.pinisi.portal.ui.Notices;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What a new token is to be. */
final class TokenDialog extends Dialog {
    private static final long serialVersionUID = 1L;
    private static final List<Integer> DAYS = List.of(1, 7, 30, 90, 180);
    private static final int USUAL_DAYS = 30;

    private final TextField label = new TextField("What it is for");
    private final Select<Integer> lifetime = new Select<>();
    private final RadioButtonGroup<Boolean> reading = new RadioButtonGroup<>("May");
    private final MultiSelectComboBox<String> groups = new MultiSelectComboBox<>("With the groups");
    private final TextField namespaces = new TextField("In the namespaces");
    private final MultiSelectComboBox<String> apis = new MultiSelectComboBox<>("On");
    private final Button create = new Button("Create");
    private final Map<String, HasValidation> fields =
            Map.of(
                    "label", label,
                    "lifetime", lifetime,
                    "groups", groups,
                    "namespaces", namespaces);

    TokenDialog(
            Identity who,
            TokenLimits limits,
            List<String> known,
            BiConsumer<TokenDialog, TokenWish> wish) {
        setHeaderTitle("Create a token");
        setWidth("min(34rem, 94vw)");
        label.setRequiredIndicatorVisible(true);
        label.setMaxLength(PersonalToken.LABEL_MAX);
        label.setAutofocus(true);
        lifetime.setLabel("Ends after");
        lifetime.setItems(DAYS.stream().filter(days -> days <= limits.longest().toDays()).toList());
        lifetime.setItemLabelGenerator(days -> days == 1 ? "1 day" : days + " days");
        lifetime.setValue(USUAL_DAYS);
        reading.setItems(true, false);
        reading.setItemLabelGenerator(only -> only ? "Only look" : "All that I may");
        reading.setValue(true);
        groups.setItems(who.groups());
        groups.setHelperText("None chosen: all of yours");
        namespaces.setHelperText("With commas between; empty: all");
        apis.setItems(known);
        apis.setHelperText("None chosen: all");
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        create.addClickListener(
                click -> {
                    create.setEnabled(false);
                    clear();
                    send(wish);
                });
        getFooter().add(new Button("Cancel", click -> close()), create);
        Div body = new Div(label, lifetime, reading, groups, namespaces, apis);
        body.addClassName("stack");
        add(body);
    }

    private void send(BiConsumer<TokenDialog, TokenWish> wish) {
        try {
            wish.accept(
                    this,
                    new TokenWish(label.getValue(), scope(), Duration.ofDays(lifetime.getValue())));
        } catch (IllegalArgumentException e) {
            refuse("namespaces", String.valueOf(e.getMessage()));
        }
    }

    private TokenScope scope() {
        return new TokenScope(
                List.copyOf(groups.getValue()),
                Arrays.stream(namespaces.getValue().split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                reading.getValue() ? ApiTokens.READING : List.of(),
                List.copyOf(apis.getValue()));
    }

    /** May be sent again. */
    void ready() {
        create.setEnabled(true);
    }

    void refuse(String field, String why) {
        ready();
        HasValidation at = fields.get(field);
        if (at == null) {
            Notices.refused("No token was made", why);
            return;
        }
        at.setErrorMessage(why);
        at.setInvalid(true);
    }

    private void clear() {
        fields.values().forEach(field -> field.setInvalid(false));
    }
}
