package io.pinisi.cluster.apiserver.negotiation;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code Accept} header settles on.
 *
 * @param metaVersion version of {@code meta.k8s.io} that a derived form is written in
 */
public record Accepted(Encoding encoding, Form form, String metaVersion) {
    private static final Accepted PLAIN = new Accepted(Encoding.JSON, Form.OBJECT, "v1");
    private static final List<Encoding> TEXT = List.of(Encoding.JSON, Encoding.YAML);
    private static final List<Encoding> ALL = List.of(Encoding.values());

    /** How the tree becomes bytes. */
    public enum Encoding {
        JSON("application/json"),
        YAML("application/yaml"),
        PROTOBUF("application/vnd.kubernetes.protobuf");

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

    /** What is asked of a resource that has a protobuf form only where the supplier says so. */
    public static Accepted of(String acceptHeader, BooleanSupplier hasProtobuf) {
        if (acceptHeader.isBlank() || acceptHeader.equals("application/json")) {
            return PLAIN;
        }
        boolean protobuf =
                acceptHeader.contains(Encoding.PROTOBUF.mediaType) && hasProtobuf.getAsBoolean();
        return best(acceptHeader, protobuf ? ALL : TEXT, "");
    }

    /** What a watch may send: events follow each other in JSON and protobuf, not in YAML. */
    public static Accepted ofWatch(String acceptHeader, BooleanSupplier hasProtobuf) {
        Accepted accepted = of(acceptHeader, hasProtobuf);
        if (accepted.encoding != Encoding.YAML) {
            return accepted;
        }
        List<Encoding> streams = new ArrayList<>(hasProtobuf.getAsBoolean() ? ALL : TEXT);
        streams.remove(Encoding.YAML);
        return best(acceptHeader, streams, ";stream=watch");
    }

    /** The best wish that is among what is offered. */
    private static Accepted best(String acceptHeader, List<Encoding> offered, String suffix) {
        for (MediaRange media : MediaRange.byPreference(acceptHeader)) {
            Accepted accepted = of(media, offered);
            if (accepted != null) {
                return accepted;
            }
        }
        throw new ApiException(
                Reason.NOT_ACCEPTABLE,
                "only the following media types are accepted: "
                        + offered.stream()
                                .map(encoding -> encoding.mediaType + suffix)
                                .collect(Collectors.joining(", ")));
    }

    /** Metadata alone has a protobuf form whatever the kind is. */
    private static List<Encoding> withProtobuf(List<Encoding> offered) {
        List<Encoding> more = new ArrayList<>(offered);
        more.add(Encoding.PROTOBUF);
        return more;
    }

    private static @Nullable Encoding encoding(String mediaType, List<Encoding> offered) {
        if (mediaType.equals("application/*") || mediaType.equals("*/*")) {
            return Encoding.JSON;
        }
        return offered.stream()
                .filter(encoding -> encoding.mediaType.equals(mediaType))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Accepted of(MediaRange media, List<Encoding> offered) {
        String as = media.parameter("as");
        boolean partial = as.startsWith("PartialObjectMetadata");
        Encoding encoding = encoding(media.type(), partial ? withProtobuf(offered) : offered);
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
            case "Table" ->
                    encoding == Encoding.PROTOBUF
                            ? null
                            : new Accepted(encoding, Form.TABLE, version);
            case "PartialObjectMetadata", "PartialObjectMetadataList" ->
                    new Accepted(encoding, Form.METADATA, version);
            default -> null;
        };
    }
}
