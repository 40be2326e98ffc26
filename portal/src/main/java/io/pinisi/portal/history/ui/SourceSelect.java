package io.pinisi.portal.history.ui;

import com.vaadin.flow.component.select.Select;
import io.pinisi.portal.history.PastScope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whose past is shown: the hub's, a member's, or all. */
final class SourceSelect extends Select<String> {
    private static final long serialVersionUID = 1L;

    SourceSelect() {
        setLabel("Of");
        setItemLabelGenerator(SourceSelect::label);
        show("");
    }

    private static String label(String source) {
        return switch (source) {
            case PastScope.HUB -> "The hub";
            case PastScope.EVERYWHERE -> "Everywhere";
            default -> "Cluster " + source;
        };
    }

    /** What the address says; empty is the hub. */
    void show(String source) {
        String wanted = source.isEmpty() ? PastScope.HUB : source;
        setItems(
                new ArrayList<>(
                        new LinkedHashSet<>(List.of(PastScope.HUB, PastScope.EVERYWHERE, wanted))));
        setValue(wanted);
    }

    /** Those that there are for the person, once they are known. */
    void offer(List<String> sources) {
        String wanted = getValue();
        Set<String> all = new LinkedHashSet<>(List.of(PastScope.HUB, PastScope.EVERYWHERE));
        all.addAll(sources);
        all.add(wanted);
        setItems(new ArrayList<>(all));
        setValue(wanted);
    }

    String chosen() {
        return getValue();
    }
}
