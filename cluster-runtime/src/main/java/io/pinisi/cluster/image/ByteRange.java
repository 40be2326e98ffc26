package io.pinisi.cluster.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which part of a blob is asked for. */
sealed interface ByteRange {
    record Whole() implements ByteRange {}

    record Part(long first, long last) implements ByteRange {}

    /** No byte of the blob is in the range. */
    record Unsatisfiable() implements ByteRange {}

    Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Of a Range header; one that is not a single range of bytes asks for everything. */
    static ByteRange of(@Nullable String header, long size) {
        Matcher matcher = SINGLE.matcher(header == null ? "" : header);
        if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return new Whole();
        }
        if (matcher.group(1).isEmpty()) {
            long length = Math.min(size, Long.parseLong(matcher.group(2)));
            return length == 0 ? new Unsatisfiable() : new Part(size - length, size - 1);
        }
        long first = Long.parseLong(matcher.group(1));
        long last =
                matcher.group(2).isEmpty()
                        ? size - 1
                        : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        return first > last ? new Unsatisfiable() : new Part(first, last);
    }
}
