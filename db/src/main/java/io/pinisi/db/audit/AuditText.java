package io.pinisi.db.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes texts that come from outside storable exactly as they will be read back, or the chain would
 * look tampered with: no NUL (PostgreSQL has none), no half of a surrogate pair, no text longer
 * than its column. A record with a cut text is worth more than an act without a record.
 */
final class AuditText {
    private static final int ACTOR_MAX = 512;
    private static final int VERB_MAX = 64;
    private static final int OBJECT_MAX = 1024;
    private static final int REQUEST_ID_MAX = 128;
    private static final int SOURCE_MAX = 256;
    private static final int CHANNEL_MAX = 64;
    private static final int RESULT_MAX = 128;
    private static final int DETAIL_MAX = 65_536;
    private static final int GROUP_MAX = 256;
    private static final int GROUP_NAMES_MAX = 8192;
    private static final char UNKNOWN = '\uFFFD';
    private static final String CUT = "…";

    private AuditText() {}

    static AuditEntry storable(AuditEntry entry) {
        return new AuditEntry(
                text(entry.actor(), ACTOR_MAX),
                groups(entry.groups()),
                text(entry.verb(), VERB_MAX),
                text(entry.object(), OBJECT_MAX),
                text(entry.requestId(), REQUEST_ID_MAX),
                text(entry.source(), SOURCE_MAX),
                text(entry.channel(), CHANNEL_MAX),
                text(entry.result(), RESULT_MAX),
                detail(entry.detail()));
    }

    private static String detail(String detail) {
        return detail.length() <= DETAIL_MAX
                ? text(detail, DETAIL_MAX)
                : "{\"omitted\":\"" + detail.length() + " characters\"}";
    }

    /** Groups share one column, one to a line. */
    private static List<String> groups(List<String> groups) {
        List<String> kept = new ArrayList<>();
        int length = 0;
        for (String group : groups) {
            if (group.isEmpty()) {
                continue;
            }
            String name = text(group, GROUP_MAX).replace('\n', UNKNOWN);
            length += name.length() + 1;
            if (length > GROUP_NAMES_MAX - CUT.length()) {
                kept.add(CUT);
                return kept;
            }
            kept.add(name);
        }
        return kept;
    }

    private static String text(String text, int lengthMax) {
        String cut = text;
        if (text.length() > lengthMax) {
            cut = text.substring(0, lengthMax - CUT.length()) + CUT;
        }
        return wellFormed(cut);
    }

    private static String wellFormed(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else {
                out.append(Character.isSurrogate(c) || c == 0 ? UNKNOWN : c);
            }
        }
        return out.toString();
    }
}
