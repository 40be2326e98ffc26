package io.pinisi.portal.applications.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.pinisi.portal.applications.Application;
import io.pinisi.portal.applications.ContainerImage;
import io.pinisi.portal.applications.Workload;
import io.pinisi.portal.ui.TypedConfirmation;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** Asks what a change needs to know, and whether it is meant. */
final class ApplicationDialogs {
    private static final int MOST_REPLICAS = 1_000;

    private ApplicationDialogs() {}

    static void scale(List<Workload> workloads, ObjIntConsumer<Workload> scale) {
        Select<Workload> workload = workload(workloads);
        IntegerField replicas = new IntegerField("Replicas");
        replicas.setMin(0);
        replicas.setMax(MOST_REPLICAS);
        replicas.setStepButtonsVisible(true);
        replicas.setAutofocus(true);
        replicas.setValue(workloads.getFirst().replicas().orElse(1));
        workload.addValueChangeListener(
                event -> replicas.setValue(event.getValue().replicas().orElse(1)));
        Dialog dialog = dialog("Scale");
        Button confirm =
                confirm(
                        dialog,
                        "Scale",
                        () -> {
                            Integer wanted = replicas.getValue();
                            if (wanted != null) {
                                scale.accept(workload.getValue(), wanted);
                            }
                        });
        replicas.setValueChangeMode(ValueChangeMode.EAGER);
        replicas.addValueChangeListener(
                event ->
                        confirm.setEnabled(
                                event.getValue() != null
                                        && event.getValue() >= 0
                                        && event.getValue() <= MOST_REPLICAS));
        show(
                dialog,
                new Paragraph("How the replicas are divided among clusters stays as it is."),
                workload,
                replicas);
    }

    static void image(List<Workload> workloads, BiConsumer<Workload, ContainerImage> change) {
        Select<Workload> workload = workload(workloads);
        Select<ContainerImage> container = new Select<>();
        container.setLabel("Container");
        container.setItemLabelGenerator(ContainerImage::container);
        TextField image = new TextField("Image");
        image.setWidthFull();
        Dialog dialog = dialog("Change image");
        Button confirm =
                confirm(
                        dialog,
                        "Roll out",
                        () ->
                                change.accept(
                                        workload.getValue(),
                                        new ContainerImage(
                                                container.getValue().container(),
                                                image.getValue().strip())));
        image.setValueChangeMode(ValueChangeMode.EAGER);
        image.addValueChangeListener(
                event ->
                        confirm.setEnabled(
                                container.getValue() != null && !event.getValue().isBlank()));
        container.addValueChangeListener(
                event -> {
                    if (event.getValue() != null) {
                        image.setValue(event.getValue().image());
                    }
                });
        offer(container, workload.getValue());
        workload.addValueChangeListener(event -> offer(container, event.getValue()));
        show(
                dialog,
                new Paragraph("Pods are replaced step by step; the old ones serve meanwhile."),
                workload,
                container,
                image);
    }

    private static void offer(Select<ContainerImage> container, Workload workload) {
        container.setItems(workload.containers());
        container.setVisible(workload.containers().size() > 1);
        if (!workload.containers().isEmpty()) {
            container.setValue(workload.containers().getFirst());
        }
    }

    static void restart(List<Workload> workloads, Consumer<Workload> restart) {
        Select<Workload> workload = workload(workloads);
        Dialog dialog = dialog("Restart?");
        confirm(dialog, "Restart", () -> restart.accept(workload.getValue()));
        show(
                dialog,
                new Paragraph("All its pods in all clusters are replaced step by step."),
                workload);
    }

    /** Hidden where there is nothing to choose. */
    private static Select<Workload> workload(List<Workload> workloads) {
        Select<Workload> select = new Select<>();
        select.setLabel("Workload");
        select.setItems(workloads);
        select.setItemLabelGenerator(one -> one.kind() + " " + one.name());
        select.setValue(workloads.getFirst());
        select.setVisible(workloads.size() > 1);
        return select;
    }

    static void yaml(String name, String text) {
        Dialog dialog = dialog(name);
        dialog.setWidth("min(60rem, 94vw)");
        Pre view = new Pre(text);
        view.addClassName("yaml-view");
        view.getElement().setAttribute("tabindex", "0");
        view.getElement().setAttribute("role", "region");
        view.getElement().setAttribute("aria-label", "YAML of " + name);
        dialog.add(view);
        dialog.getFooter().add(new Button("Close", click -> dialog.close()));
        dialog.open();
    }

    static void delete(Application application, Runnable delete) {
        String name = application.ref().name();
        String where =
                application.clusters().isEmpty()
                        ? "the hub"
                        : String.join(" and ", application.clusters());
        TypedConfirmation.open(
                "Delete " + name + "?",
                name,
                "Delete",
                delete,
                new Paragraph("Its pods in " + where + " stop. This cannot be undone."));
    }

    private static Dialog dialog(String title) {
        Dialog dialog = new Dialog();
        dialog.setHeaderTitle(title);
        dialog.setWidth("min(30rem, 94vw)");
        return dialog;
    }

    private static Button confirm(Dialog dialog, String text, Runnable action) {
        Button confirm =
                new Button(
                        text,
                        click -> {
                            dialog.close();
                            action.run();
                        });
        confirm.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        dialog.getFooter().add(new Button("Cancel", click -> dialog.close()), confirm);
        return confirm;
    }

    private static void show(Dialog dialog, Component... content) {
        dialog.add(content);
        dialog.open();
    }
}
