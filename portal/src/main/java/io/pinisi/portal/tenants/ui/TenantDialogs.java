package io.pinisi.portal.tenants.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.pinisi.portal.tenants.Member;
import io.pinisi.portal.ui.TypedConfirmation;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What owners of a tenant are asked. */
final class TenantDialogs {
    private static final Pattern REST = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final int NAMESPACE_MAX = 63;

    private TenantDialogs() {}

    static String role(String role) {
        return switch (role) {
            case "owner" -> "Owner";
            case "deployer" -> "Deployer";
            case "viewer" -> "Viewer";
            default -> role;
        };
    }

    static void createProject(String tenant, BiConsumer<String, String> create) {
        TextField name = new TextField("Namespace");
        name.setPrefixComponent(new Span(tenant + "-"));
        name.setHelperText("Small letters, digits and dashes");
        name.setAutofocus(true);
        name.setRequiredIndicatorVisible(true);
        TextField displayName = new TextField("Name");
        displayName.setHelperText("May stay empty");
        displayName.setMaxLength(80);
        Dialog dialog = dialog("Create a project");
        Button confirm =
                confirm(
                        dialog,
                        "Create",
                        () ->
                                create.accept(
                                        tenant + "-" + name.getValue().strip(),
                                        displayName.getValue().strip()));
        enableWhen(name, confirm, text -> fits(tenant, text));
        show(
                dialog,
                new Paragraph(
                        "A project is a namespace in every cluster that the tenant may use. All"
                                + " members have their role in it."),
                name,
                displayName);
    }

    private static boolean fits(String tenant, String rest) {
        return REST.matcher(rest).matches() && tenant.length() + 1 + rest.length() <= NAMESPACE_MAX;
    }

    static void invite(Consumer<Member> invite) {
        RadioButtonGroup<String> kind = new RadioButtonGroup<>("Who");
        kind.setItems("Group", "User");
        kind.setItemLabelGenerator(one -> one.equals("Group") ? "A group" : "One person");
        kind.setValue("Group");
        TextField name = new TextField("Name");
        name.setHelperText("As sign-in tells it");
        name.setRequiredIndicatorVisible(true);
        RadioButtonGroup<String> role = new RadioButtonGroup<>("May");
        role.setItems(List.of("viewer", "deployer", "owner"));
        role.setItemLabelGenerator(TenantDialogs::rights);
        role.setValue("viewer");
        Dialog dialog = dialog("Invite");
        Button confirm =
                confirm(
                        dialog,
                        "Invite",
                        () ->
                                invite.accept(
                                        new Member(
                                                role.getValue(),
                                                kind.getValue(),
                                                name.getValue().strip())));
        enableWhen(name, confirm, text -> !text.isBlank());
        show(dialog, kind, name, role);
    }

    private static String rights(String role) {
        return switch (role) {
            case "owner" -> "Own: deploy, create projects, invite others";
            case "deployer" -> "Deploy: change applications, exec into pods";
            default -> "View: see everything but secrets";
        };
    }

    static void removeProject(String project, Runnable remove) {
        TypedConfirmation.open(
                "Remove " + project + "?",
                project,
                "Remove",
                remove,
                new Paragraph(
                        "Nobody of the tenant has any rights there from then on. The namespace is"
                                + " deleted if nothing is in it; else it stays with what it"
                                + " holds, for an operator to see to."));
    }

    static void dismiss(Member member, Runnable dismiss) {
        Dialog dialog = dialog("Remove " + member.name() + "?");
        Button confirm = confirm(dialog, "Remove", dismiss);
        confirm.addThemeVariants(ButtonVariant.LUMO_ERROR);
        confirm.setEnabled(true);
        show(
                dialog,
                new Paragraph(
                        "The rights go at once, on the hub and in the clusters. Open logs and"
                                + " lists end."));
    }

    private static Dialog dialog(String title) {
        Dialog dialog = new Dialog();
        dialog.setHeaderTitle(title);
        dialog.setWidth("min(30rem, 94vw)");
        return dialog;
    }

    private static Button confirm(Dialog dialog, String deed, Runnable confirmed) {
        Button confirm =
                new Button(
                        deed,
                        click -> {
                            dialog.close();
                            confirmed.run();
                        });
        confirm.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        confirm.setEnabled(false);
        dialog.getFooter().add(new Button("Cancel", click -> dialog.close()), confirm);
        return confirm;
    }

    private static void enableWhen(TextField field, Button confirm, Predicate<String> fits) {
        field.setValueChangeMode(ValueChangeMode.EAGER);
        field.addValueChangeListener(
                event -> confirm.setEnabled(fits.test(event.getValue().strip())));
    }

    private static void show(Dialog dialog, Component... parts) {
        Div body = new Div(parts);
        body.addClassName("stack");
        dialog.add(body);
        dialog.open();
    }
}
