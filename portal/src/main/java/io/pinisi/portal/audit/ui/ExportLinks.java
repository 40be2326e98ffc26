package io.pinisi.portal.audit.ui;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.streams.DownloadEvent;
import com.vaadin.flow.server.streams.DownloadHandler;
import io.pinisi.portal.audit.ExportForm;
import java.io.IOException;
import java.io.OutputStream;

/** Downloads of what the filter lets through, in each form. */
final class ExportLinks extends Div {
    private static final long serialVersionUID = 1L;

    /** Writes the export as it comes. */
    @FunctionalInterface
    interface Source {
        void write(ExportForm form, OutputStream out) throws IOException;
    }

    ExportLinks(Source source) {
        addClassName("exports");
        add(new Span("Export"));
        for (ExportForm form : ExportForm.values()) {
            Anchor link = new Anchor(download(source, form), form.label());
            link.getElement().setAttribute("download", form.fileName());
            add(link);
        }
    }

    private static DownloadHandler download(Source source, ExportForm form) {
        return (DownloadEvent event) -> {
            event.setFileName(form.fileName());
            event.setContentType("application/octet-stream");
            try (OutputStream out = event.getOutputStream()) {
                source.write(form, out);
            }
        };
    }
}
