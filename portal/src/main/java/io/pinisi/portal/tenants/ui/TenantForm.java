package io.pinisi.portal.tenants.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.pinisi.portal.tenants.Member;
import io.pinisi.portal.tenants.TenantDraft;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.Panel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of a tenant; faults that the hub tells show at the field they are about. */
final class TenantForm extends Div {
    private static final long serialVersionUID = 1L;
    private static final Pattern INDEX = Pattern.compile("\\[([^]]*)]");

    private final TextField name = new TextField("Name");
    private final TextField displayName = new TextField("Shown as");
    private final FieldRows<MemberRow> members;
    private final FieldRows<PairRow> projects = new FieldRows<>("project", () -> project("", ""));
    private final MultiSelectComboBox<String> clusters = new MultiSelectComboBox<>("By name");
    private final FieldRows<PairRow> labels = new FieldRows<>("label", () -> label("", ""));
    private final RadioButtonGroup<Boolean> perProject = new RadioButtonGroup<>("The limits are");
    private final FieldRows<PairRow> hard = new FieldRows<>("limit", () -> limit("", ""));
    private final TextArea registries = new TextArea("Images come from");
    private final Select<String> podSecurity = new Select<>();

    /**
     * @param groups to choose from; others can be typed
     */
    TenantForm(TenantDraft draft, List<String> clusterNames, List<String> groups) {
        addClassName("stack");
        this.members =
                new FieldRows<>(
                        "member", () -> new MemberRow(new Member("viewer", "Group", ""), groups));
        draft.members().forEach(member -> members.add(new MemberRow(member, groups)));
        draft.projects().forEach((key, value) -> projects.add(project(key, value)));
        draft.labels().forEach((key, value) -> labels.add(label(key, value)));
        draft.hard().forEach((key, value) -> hard.add(limit(key, value)));
        names(draft);
        limits(draft, clusterNames);
        Div identity = new Div(name, displayName);
        identity.addClassName("field-row");
        add(
                new Panel("Tenant", identity),
                new Panel("Members", members),
                new Panel("Projects", projects),
                new Panel("Clusters", stack(clusters, labels)),
                new Panel("Limits", stack(perProject, hard)),
                new Panel("Pods", stack(podSecurity, registries)));
    }

    private static Div stack(Component... parts) {
        Div stack = new Div(parts);
        stack.addClassName("stack");
        return stack;
    }

    private void names(TenantDraft draft) {
        name.setValue(draft.name());
        name.setReadOnly(!draft.name().isEmpty());
        name.setRequiredIndicatorVisible(draft.name().isEmpty());
        name.setHelperText("Small letters and digits; its namespaces begin with it and a dash");
        displayName.setValue(draft.displayName());
        displayName.addClassName("grow");
    }

    private void limits(TenantDraft draft, List<String> clusterNames) {
        Set<String> all = new LinkedHashSet<>(clusterNames);
        all.addAll(draft.clusters());
        clusters.setItems(all);
        clusters.setValue(draft.clusters());
        clusters.setHelperText("These, and those that have all the labels below");
        clusters.setWidthFull();
        perProject.setItems(false, true);
        perProject.setItemLabelGenerator(
                each -> each ? "for each project" : "for all projects together");
        perProject.setValue(draft.perProject());
        registries.setValue(String.join("\n", draft.registries()));
        registries.setHelperText("One registry on a line, with a path if wanted; empty: any");
        registries.setWidthFull();
        podSecurity.setLabel("Pod security");
        podSecurity.setItems("privileged", "baseline", "restricted");
        podSecurity.setValue(draft.podSecurity().isEmpty() ? "baseline" : draft.podSecurity());
    }

    private static PairRow project(String name, String displayName) {
        return new PairRow("Namespace", name, "Name", displayName, PairRow.Fault.NAME);
    }

    private static PairRow label(String key, String value) {
        return new PairRow("Label", key, "Value", value, PairRow.Fault.VALUE);
    }

    private static PairRow limit(String name, String amount) {
        return new PairRow("Of what", name, "At most", amount, PairRow.Fault.VALUE);
    }

    TenantDraft draft() {
        return new TenantDraft(
                name.getValue().strip(),
                displayName.getValue().strip(),
                members.filled().stream().map(MemberRow::member).toList(),
                pairs(projects),
                new ArrayList<>(clusters.getValue()),
                pairs(labels),
                perProject.getValue(),
                pairs(hard),
                registries.getValue().lines().map(String::strip).filter(l -> !l.isEmpty()).toList(),
                podSecurity.getValue());
    }

    private static Map<String, String> pairs(FieldRows<PairRow> rows) {
        Map<String, String> pairs = new LinkedHashMap<>();
        rows.filled().forEach(row -> pairs.put(row.name(), row.value()));
        return pairs;
    }

    void clearFaults() {
        name.setInvalid(false);
        registries.setInvalid(false);
        clusters.setInvalid(false);
        List.of(members, projects, labels, hard).forEach(FieldRows::clearFaults);
    }

    void refuse(TenantDraft.Fault fault) {
        String field = fault.field();
        String why = fault.text();
        if (field.startsWith("spec.members[")) {
            refuse(members.filled(), field, why);
        } else if (field.startsWith("spec.projects[")) {
            refuse(projects.filled(), field, why);
        } else if (field.startsWith("spec.clusters.labelSelector")) {
            labels.filled().forEach(row -> row.refuse(field, why));
        } else if (field.startsWith("spec.clusters")) {
            clusters.setErrorMessage(why);
            clusters.setInvalid(true);
        } else if (field.startsWith("spec.quota.hard[")) {
            hard.filled().stream()
                    .filter(row -> row.name().equals(index(field)))
                    .forEach(row -> row.refuse(field, why));
        } else if (field.startsWith("spec.allowedRegistries")) {
            registries.setErrorMessage(why);
            registries.setInvalid(true);
        } else if (field.equals("metadata.name")) {
            name.setErrorMessage(why);
            name.setInvalid(true);
        } else {
            Notices.refused(field.isEmpty() ? "Not taken" : field, why);
        }
    }

    private static <R extends FieldRows.Row> void refuse(List<R> rows, String field, String why) {
        String index = index(field);
        int at = index.matches("[0-9]{1,6}") ? Integer.parseInt(index) : rows.size();
        if (at < rows.size()) {
            rows.get(at).refuse(field, why);
        } else {
            Notices.refused(field, why);
        }
    }

    private static String index(String field) {
        Matcher matcher = INDEX.matcher(field);
        return matcher.find() ? matcher.group(1) : "";
    }
}
