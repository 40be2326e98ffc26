package io.pinisi.portal.audit.ui;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import io.pinisi.portal.audit.ActivityFilter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which records: by person, deed, namespace, result and time. */
final class FilterBar extends Div {
    private static final long serialVersionUID = 1L;
    private static final List<String> VERBS =
            List.of(
                    "create",
                    "update",
                    "patch",
                    "delete",
                    "get",
                    "list",
                    "sign-in",
                    "sign-out",
                    "change-password");
    private static final List<String> RESULTS = List.of("allowed", "denied");

    private final TextField person = new TextField("Person");
    private final ComboBox<String> verb = new ComboBox<>("What", VERBS);
    private final TextField namespace = new TextField("Namespace");
    private final ComboBox<String> result = new ComboBox<>("Result", RESULTS);
    private final TextField request = new TextField("Request");
    private final DateTimePicker from = picker("From (UTC)");
    private final DateTimePicker until = picker("Until (UTC)");

    FilterBar(Consumer<ActivityFilter> search) {
        addClassName("filters");
        List.of(person, namespace, request)
                .forEach(
                        field -> {
                            field.setPlaceholder("any");
                            field.setClearButtonVisible(true);
                        });
        List.of(verb, result)
                .forEach(
                        box -> {
                            box.setPlaceholder("any");
                            box.setClearButtonVisible(true);
                            box.setAllowCustomValue(true);
                            box.addCustomValueSetListener(e -> box.setValue(e.getDetail()));
                        });
        Button go = new Button("Search", click -> search.accept(filter()));
        go.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        go.addClickShortcut(Key.ENTER).listenOn(this);
        Button clear = new Button("Clear", click -> search.accept(ActivityFilter.ALL));
        clear.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        add(person, verb, namespace, result, request, from, until, go, clear);
    }

    private static DateTimePicker picker(String label) {
        DateTimePicker picker = new DateTimePicker(label);
        picker.setLocale(Locale.UK);
        return picker;
    }

    void show(ActivityFilter filter) {
        person.setValue(filter.person());
        set(verb, filter.verb());
        namespace.setValue(filter.namespace());
        set(result, filter.result());
        request.setValue(filter.requestId());
        from.setValue(local(filter.from()));
        until.setValue(local(filter.until()));
    }

    private static void set(ComboBox<String> box, String value) {
        if (value.isEmpty()) {
            box.clear();
        } else {
            box.setValue(value);
        }
    }

    private static @Nullable LocalDateTime local(@Nullable Instant time) {
        return time == null ? null : LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    private ActivityFilter filter() {
        return new ActivityFilter(
                person.getValue().strip(),
                Objects.requireNonNullElse(verb.getValue(), ""),
                namespace.getValue().strip(),
                Objects.requireNonNullElse(result.getValue(), ""),
                request.getValue().strip(),
                instant(from),
                instant(until));
    }

    private static @Nullable Instant instant(DateTimePicker picker) {
        LocalDateTime value = picker.getValue();
        return value == null ? null : value.toInstant(ZoneOffset.UTC);
    }
}
