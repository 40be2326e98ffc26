package io.pinisi.portal.tenants.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;

/** Two texts: a name and what belongs to it. */
final class PairRow implements FieldRows.Row {
    private final TextField name;
    private final TextField value;
    private final Fault at;

    /** At which of the two a fault without a name of its own shows. */
    enum Fault {
        NAME,
        VALUE
    }

    PairRow(String nameLabel, String name, String valueLabel, String value, Fault at) {
        this.name = new TextField(nameLabel, name, "");
        this.value = new TextField(valueLabel, value, "");
        this.at = at;
        this.name.addClassName("grow");
    }

    String name() {
        return name.getValue().strip();
    }

    String value() {
        return value.getValue().strip();
    }

    @Override
    public List<Component> fields() {
        return List.of(name, value);
    }

    @Override
    public boolean isBlank() {
        return name().isEmpty();
    }

    @Override
    public void refuse(String field, String why) {
        TextField wrong = at == Fault.NAME ? name : value;
        wrong.setErrorMessage(why);
        wrong.setInvalid(true);
    }

    @Override
    public void clear() {
        name.setInvalid(false);
        value.setInvalid(false);
    }
}
