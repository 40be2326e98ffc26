package io.pinisi.cluster.apiserver.negotiation;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;

/**
 * What the {@code Accept} header settles on.
 *
 * @param metaVersion version of {@code meta.k8s.io} that a derived form is written in
 */
public record Accepted(Encoding encoding, Form form, String metaVersion) {
    private static final Accepted PLAIN = new Accepted(Encoding.JSON, Form.OBJECT, "v1");

    /** How the tree becomes bytes. */
    public enum Encoding {
        JSON("application/json"),
        YAML("application/yaml");

        private final String mediaType;

        Encoding(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    /** What of the object is sent. */
    public enum Form {
        OBJECT,
        TABLE,
        METADATA
    }

    public boolean isStoredForm() {
        return encoding == Encoding.JSON && form == Form.OBJECT;
    }

    /** The same encoding, for answers that have only one form. */
    public Accepted plain() {
        return new Accepted(encoding, Form.OBJECT, metaVersion);
    }

    /** The first media range that we can serve, as the header's order is the clients' wish. */
    public static Accepted of(String acceptHeader) {
        if (acceptHeader.isBlank() || acceptHeader.equals("application/json")) {
            return PLAIN;
        }
        for (String range : acceptHeader.split(",")) {
            MediaRange media = MediaRange.parse(range);
            Accepted accepted = of(media);
            if (accepted != null) {
                return accepted;
            }
        }
        throw new ApiException(
                Reason.NOT_ACCEPTABLE,
                "only the following media types are accepted: application/json, application/yaml");
    }

    private static @org.jspecify.annotations.Nullable Accepted of(MediaRange media) {
        Encoding encoding =
                switch (media.type()) {
                    case "application/json", "application/*", "*/*" -> Encoding.JSON;
                    case "application/yaml" -> Encoding.YAML;
                    default -> null;
                };
        String as = media.parameter("as");
        if (encoding == null) {
            return null;
        }
        if (as.isEmpty()) {
            return new Accepted(encoding, Form.OBJECT, "v1");
        }
        String version = media.parameter("v");
        boolean known =
                media.parameter("g").equals("meta.k8s.io")
                        && (version.equals("v1") || version.equals("v1beta1"));
        if (!known) {
            return null;
        }
        return switch (as) {
            case "Table" -> new Accepted(encoding, Form.TABLE, version);
            case "PartialObjectMetadata", "PartialObjectMetadataList" ->
                    new Accepted(encoding, Form.METADATA, version);
            default -> null;
        };
    }
}
