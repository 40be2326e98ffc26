package io.pinisi.portal.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.Map;
import java.util.TreeMap;

/** Names and values, one under the other. */
public final class Facts extends DescriptionList {
    private static final long serialVersionUID = 1L;

    public Facts() {
        addClassName("facts");
    }

    /** An empty value leaves the fact out. */
    public Facts put(String name, String value) {
        return value.isEmpty() ? this : put(name, new Span(value));
    }

    /** What is typed or copied as it stands. */
    public Facts putMono(String name, String value) {
        if (value.isEmpty()) {
            return this;
        }
        Span text = new Span(value);
        text.addClassName("mono");
        return put(name, text);
    }

    public Facts put(String name, Component value) {
        add(new Term(name), new Description(value));
        return this;
    }

    public Facts putLabels(String name, Map<String, String> labels) {
        if (labels.isEmpty()) {
            return this;
        }
        Div chips = new Div();
        chips.addClassName("chips");
        new TreeMap<>(labels)
                .forEach(
                        (key, value) -> {
                            Span chip = new Span(value.isEmpty() ? key : key + "=" + value);
                            chip.addClassName("chip");
                            chips.add(chip);
                        });
        return put(name, chips);
    }
}
