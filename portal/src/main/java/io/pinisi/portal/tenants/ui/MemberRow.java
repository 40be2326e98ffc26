package io.pinisi.portal.tenants.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.select.Select;
import io.pinisi.portal.tenants.Member;
import java.util.List;

/** A group or a person, and the role. */
final class MemberRow implements FieldRows.Row {
    private final Select<String> role = new Select<>();
    private final Select<String> kind = new Select<>();
    private final ComboBox<String> name = new ComboBox<>("Name");

    /**
     * @param known names to choose from; others can be typed
     */
    MemberRow(Member member, List<String> known) {
        role.setLabel("Role");
        role.setItems("owner", "deployer", "viewer");
        role.setItemLabelGenerator(TenantDialogs::role);
        role.setValue(member.role());
        kind.setLabel("Who");
        kind.setItems("Group", "User");
        kind.setItemLabelGenerator(one -> one.equals("Group") ? "A group" : "One person");
        kind.setValue(member.kind());
        name.setItems(known);
        name.setAllowCustomValue(true);
        name.addCustomValueSetListener(event -> name.setValue(event.getDetail().strip()));
        name.addClassName("grow");
        if (!member.name().isEmpty()) {
            name.setValue(member.name());
        }
    }

    Member member() {
        return new Member(role.getValue(), kind.getValue(), name.getValue().strip());
    }

    @Override
    public List<Component> fields() {
        return List.of(role, kind, name);
    }

    @Override
    public boolean isBlank() {
        return name.getValue() == null || name.getValue().isBlank();
    }

    @Override
    public void refuse(String field, String why) {
        name.setErrorMessage(why);
        name.setInvalid(true);
    }

    @Override
    public void clear() {
        name.setInvalid(false);
    }
}
