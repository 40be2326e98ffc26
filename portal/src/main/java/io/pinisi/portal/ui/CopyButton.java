package io.pinisi.portal.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.button.Button;

/**
 * Copies what stands in a field. The text is taken from the field as it is and never becomes part
 * of a script. Where there is no clipboard, as over plain HTTP, or it may not be used, the text is
 * selected to be copied by hand.
 */
public final class CopyButton {
    private static final String COPY =
            """
            const byHand = () => {
                $0.focus(); $0.inputElement.select(); $1.textContent = 'Copy it by hand';
            };
            if (navigator.clipboard) {
                navigator.clipboard.writeText($0.value).then(
                    () => { $1.textContent = 'Copied'; }, byHand);
            } else { byHand(); }
            """;

    private CopyButton() {}

    public static <F extends Component & HasValue<?, String>> Button of(F field) {
        Button copy = new Button("Copy");
        copy.addClickListener(
                click -> copy.getElement().executeJs(COPY, field.getElement(), copy.getElement()));
        return copy;
    }
}
