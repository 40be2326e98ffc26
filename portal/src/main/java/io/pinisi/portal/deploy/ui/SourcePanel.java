package io.pinisi.portal.deploy.ui;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.textfield.TextFieldBase;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.pinisi.portal.deploy.AppForm;
import io.pinisi.portal.deploy.DeployRequest;
import io.pinisi.portal.ui.TextUpload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the manifest comes from: pasted, uploaded, or written by the short form. */
final class SourcePanel extends Div {
    private static final long serialVersionUID = 1L;
    private static final String NAME = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    private static final int TYPING_MILLIS = 400;
    private static final int MOST_REPLICAS = 1_000;
    private static final int LARGEST_PORT = 65_535;

    private final transient Runnable changed;
    private final ComboBox<String> namespace = new ComboBox<>("Namespace");
    private final TextArea yaml = new TextArea("Manifest");
    private final TextField name = new TextField("Name");
    private final TextField image = new TextField("Image");
    private final IntegerField replicas = new IntegerField("Replicas");
    private final IntegerField port = new IntegerField("Port");
    private final TextArea config = new TextArea("Configuration");

    private final RadioButtonGroup<Kind> kind = new RadioButtonGroup<>();
    private final Div form = form();
    private final Div manifest = manifestTab();
    private transient List<String> offered = List.of();

    private enum Kind {
        FORM("Short form"),
        MANIFEST("Manifest");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    SourcePanel(Runnable changed) {
        this.changed = changed;
        addClassName("stack");
        kind.setAriaLabel("Where the manifest comes from");
        kind.setItems(Kind.values());
        kind.setItemLabelGenerator(one -> one.words);
        kind.setValue(Kind.FORM);
        manifest.setVisible(false);
        kind.addValueChangeListener(event -> choose());
        namespace.setHelperText("For everything that names no namespace itself.");
        namespace.setAllowCustomValue(false);
        namespace.addValueChangeListener(event -> changed.run());
        add(kind, namespace, form, manifest);
    }

    private void choose() {
        form.setVisible(isForm());
        manifest.setVisible(!isForm());
        changed.run();
    }

    private Div form() {
        name.setPattern(NAME);
        name.setHelperText("Small letters, digits and dashes");
        image.setPlaceholder("nginx:1.27");
        replicas.setMin(0);
        replicas.setMax(MOST_REPLICAS);
        replicas.setStepButtonsVisible(true);
        replicas.setValue(2);
        port.setMin(1);
        port.setMax(LARGEST_PORT);
        port.setHelperText("Leave empty where nothing listens");
        config.setPlaceholder("GREETING=hello");
        config.setHelperText("One NAME=value a line; the container gets them as environment");
        config.addClassName("span");
        watch(name);
        watch(image);
        watch(config);
        replicas.addValueChangeListener(event -> changed.run());
        port.addValueChangeListener(event -> changed.run());
        Div fields = new Div(name, image, replicas, port, config);
        fields.addClassName("form");
        return fields;
    }

    private Div manifestTab() {
        yaml.addClassName("yaml");
        yaml.setMinRows(14);
        yaml.setMaxRows(28);
        yaml.getElement().setAttribute("spellcheck", "false");
        yaml.setHelperText("One or more YAML documents, separated by ---");
        watch(yaml);
        Div tab =
                new Div(
                        yaml,
                        TextUpload.into(
                                yaml, DeployRequest.LONGEST_MANIFEST, ".yaml", ".yml", ".json"));
        tab.addClassName("stack");
        return tab;
    }

    private <F extends TextFieldBase<F, String>> void watch(F field) {
        field.setValueChangeMode(ValueChangeMode.LAZY);
        field.setValueChangeTimeout(TYPING_MILLIS);
        field.addValueChangeListener(event -> changed.run());
    }

    /**
     * Offering the same again changes nothing: new items would look like a choice of the person.
     */
    void offer(List<String> namespaces) {
        if (namespaces.equals(offered)) {
            return;
        }
        offered = List.copyOf(namespaces);
        String chosen = namespace.getValue();
        namespace.setItems(namespaces);
        if (chosen != null && namespaces.contains(chosen)) {
            namespace.setValue(chosen);
        } else {
            namespace.setValue(
                    namespaces.contains("default")
                            ? "default"
                            : namespaces.isEmpty() ? null : namespaces.getFirst());
        }
    }

    String namespace() {
        return namespace.getValue() == null ? "" : namespace.getValue();
    }

    /** What has to be filled in before anything can be planned. */
    Optional<String> missing() {
        if (!isForm()) {
            return yaml.getValue().isBlank()
                    ? Optional.of("Paste or upload a manifest.")
                    : Optional.empty();
        }
        if (!name.getValue().matches(NAME)) {
            return Optional.of("Give the application a name.");
        }
        if (image.getValue().isBlank()) {
            return Optional.of("Name the image to run.");
        }
        return replicas.getValue() == null || replicas.isInvalid() || port.isInvalid()
                ? Optional.of("Check the numbers in the form.")
                : Optional.empty();
    }

    String manifest() {
        if (!isForm()) {
            return yaml.getValue();
        }
        Integer listens = port.getValue();
        return new AppForm(
                        name.getValue(),
                        namespace(),
                        image.getValue().strip(),
                        replicas.getValue(),
                        listens == null ? 0 : listens,
                        pairs(config.getValue()))
                .manifest();
    }

    private boolean isForm() {
        return kind.getValue() != Kind.MANIFEST;
    }

    private static Map<String, String> pairs(String lines) {
        Map<String, String> pairs = new LinkedHashMap<>();
        lines.lines()
                .map(String::strip)
                .filter(line -> line.indexOf('=') > 0)
                .forEach(
                        line -> {
                            int equals = line.indexOf('=');
                            pairs.put(line.substring(0, equals), line.substring(equals + 1));
                        });
        return pairs;
    }
}
