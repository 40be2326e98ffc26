package io.pinisi.portal.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.Location;
import io.pinisi.portal.status.Words;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in the top bar of which moment the pages are, and turns them into those of another. */
final class TimeControl extends Button {
    private static final long serialVersionUID = 1L;
    private static final Duration STEP = Duration.ofMinutes(15);

    private final transient InstantSource clock;
    private final transient @Nullable Instant at;

    TimeControl(InstantSource clock, @Nullable Instant at) {
        this.clock = clock;
        this.at = at;
        setIcon(Icon.HISTORY.create());
        setText(at == null ? "Now" : Words.moment(at));
        addClassName("page-time");
        addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        setAriaLabel(
                at == null ? "Showing now. Look at another time" : "Showing " + Words.moment(at));
        if (at != null) {
            addClassName("past-time");
        }
        addClickListener(click -> choose());
    }

    private void choose() {
        Dialog dialog = new Dialog("Look at another time");
        DateTimePicker picker = new DateTimePicker("Moment (UTC)");
        picker.setStep(STEP);
        picker.setLocale(Locale.UK);
        picker.setDatePlaceholder("Day");
        picker.setTimePlaceholder("Time");
        Instant anHourAgo = clock.instant().minus(Duration.ofHours(1));
        Instant first = at == null ? anHourAgo.truncatedTo(ChronoUnit.MINUTES) : at;
        picker.setValue(LocalDateTime.ofInstant(first, ZoneOffset.UTC));
        Div quick = new Div();
        quick.addClassName("quick-times");
        quick.add(
                ago("15 minutes ago", Duration.ofMinutes(15)),
                ago("1 hour ago", Duration.ofHours(1)),
                ago("1 day ago", Duration.ofDays(1)),
                ago("1 week ago", Duration.ofDays(7)));
        dialog.add(
                new Paragraph("Lists and pages show what was then; nothing can be changed."),
                quick,
                picker);
        Button look =
                new Button(
                        "Look",
                        click -> {
                            LocalDateTime value = picker.getValue();
                            if (value != null) {
                                open(value.toInstant(ZoneOffset.UTC));
                            }
                        });
        look.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        Button cancel = new Button("Cancel", click -> dialog.close());
        dialog.getFooter().add(cancel);
        if (at != null) {
            dialog.getFooter().add(new Button("Back to now", click -> open(null)));
        }
        dialog.getFooter().add(look);
        dialog.open();
    }

    private Button ago(String label, Duration duration) {
        Button button =
                new Button(
                        label,
                        click ->
                                open(
                                        clock.instant()
                                                .minus(duration)
                                                .truncatedTo(ChronoUnit.SECONDS)));
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        return button;
    }

    /** Loads the page anew: all that is open shows one time only. */
    static void open(@Nullable Instant moment) {
        UI ui = UI.getCurrent();
        Location location = ui.getActiveViewLocation();
        StringBuilder query = new StringBuilder();
        location.getQueryParameters()
                .getParameters()
                .forEach(
                        (name, values) -> {
                            if (!name.equals(PageTime.PARAMETER)) {
                                values.forEach(value -> append(query, name, value));
                            }
                        });
        if (moment != null) {
            append(query, PageTime.PARAMETER, moment.toString());
        }
        ui.getPage().setLocation("/" + location.getPath() + query);
    }

    private static void append(StringBuilder query, String name, String value) {
        query.append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
