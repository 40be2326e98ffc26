package io.pinisi.portal.ui;

import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.server.streams.UploadHandler;
import java.nio.charset.StandardCharsets;

/**
 * A text file instead of pasted text: it fills the field, where it can be read before it is used.
 */
public final class TextUpload {
    private TextUpload() {}

    /**
     * @param longest in bytes; the browser refuses a larger file, and says so
     * @param endings of file names, such as {@code .yaml}; none for any
     */
    public static Upload into(TextArea field, int longest, String... endings) {
        Upload upload =
                new Upload(
                        UploadHandler.inMemory(
                                (file, bytes) ->
                                        field.setValue(new String(bytes, StandardCharsets.UTF_8))));
        upload.setAcceptedFileExtensions(endings);
        upload.setMaxFiles(1);
        upload.setMaxFileSize(longest);
        upload.addAllFinishedListener(finished -> upload.clearFileList());
        upload.addFileRejectedListener(
                rejected -> Notices.refused(rejected.getFileName(), rejected.getErrorMessage()));
        return upload;
    }
}
