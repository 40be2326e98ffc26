package io.pinisi.db.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes entries storable exactly as they will be read back, or the chain would look tampered with.
 * A record with a cut text is worth more than an act without a record.
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

    private AuditText() {}

    static AuditEntry storable(AuditEntry entry) {
        return new AuditEntry(
                StorableText.fit(entry.actor(), ACTOR_MAX),
                groups(entry.groups()),
                StorableText.fit(entry.verb(), VERB_MAX),
                StorableText.fit(entry.object(), OBJECT_MAX),
                StorableText.fit(entry.requestId(), REQUEST_ID_MAX),
                StorableText.fit(entry.source(), SOURCE_MAX),
                StorableText.fit(entry.channel(), CHANNEL_MAX),
                StorableText.fit(entry.result(), RESULT_MAX),
                detail(entry.detail()));
    }

    private static String detail(String detail) {
        return detail.length() <= DETAIL_MAX
                ? StorableText.fit(detail, DETAIL_MAX)
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
            String name = StorableText.fit(group, GROUP_MAX).replace('\n', StorableText.UNKNOWN);
            length += name.length() + 1;
            if (length > GROUP_NAMES_MAX - StorableText.CUT.length()) {
                kept.add(StorableText.CUT);
                return kept;
            }
            kept.add(name);
        }
        return kept;
    }
}
