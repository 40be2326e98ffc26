package io.pinisi.portal.history.ui;

import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Moments as people pick them and as addresses carry them, all in UTC. */
final class Moments {
    private static final Duration STEP = Duration.ofMinutes(15);

    private Moments() {}

    static DateTimePicker picker(String label, @Nullable Instant value) {
        DateTimePicker picker = new DateTimePicker(label + " (UTC)");
        picker.setStep(STEP);
        picker.setLocale(Locale.UK);
        picker.setDatePlaceholder("Day");
        picker.setTimePlaceholder("Time");
        if (value != null) {
            picker.setValue(LocalDateTime.ofInstant(value, ZoneOffset.UTC));
        }
        return picker;
    }

    static @Nullable Instant of(DateTimePicker picker) {
        LocalDateTime value = picker.getValue();
        return value == null ? null : value.toInstant(ZoneOffset.UTC);
    }

    /** Empty where the address holds none, or none that can be read. */
    static Optional<Instant> read(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
