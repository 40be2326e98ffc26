package io.pinisi.portal.membership.ui;

import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import io.pinisi.portal.membership.Leftovers;
import io.pinisi.portal.ui.TypedConfirmation;
import java.util.function.Consumer;

/** Asks what is to become of what runs in a cluster, and whether letting it go is meant. */
public final class UnjoinDialog {
    private UnjoinDialog() {}

    public static void open(String cluster, Consumer<Leftovers> unjoin) {
        RadioButtonGroup<Leftovers> leftovers = new RadioButtonGroup<>("What was placed there");
        leftovers.setItems(Leftovers.values());
        leftovers.setItemLabelGenerator(
                one ->
                        switch (one) {
                            case KEEP -> "Keep it: it runs on without the hub";
                            case REMOVE -> "Remove it first, then let the cluster go";
                        });
        leftovers.setValue(Leftovers.KEEP);
        TypedConfirmation.open(
                "Unjoin " + cluster + "?",
                cluster,
                "Unjoin",
                () -> unjoin.accept(leftovers.getValue()),
                new Paragraph(
                        "The hub forgets this cluster and its credentials. Applications with other"
                                + " clusters to go to are placed anew."),
                leftovers);
    }
}
