package io.pinisi.db.audit;

/**
 * Texts from outside, made so that every database gives them back as they went in: no NUL
 * (PostgreSQL has none), no half of a surrogate pair, no text longer than its column.
 */
public final class StorableText {
    static final char UNKNOWN = '\uFFFD';
    static final String CUT = "…";

    private StorableText() {}

    /** The text, or its beginning, with what cannot be stored replaced. */
    public static String fit(String text, int lengthMax) {
        if (text.length() <= lengthMax) {
            return wellFormed(text);
        }
        return wellFormed(text.substring(0, lengthMax - CUT.length()) + CUT);
    }

    /** Whether the text can be stored as it is. */
    public static boolean isStorable(String text, int lengthMax) {
        return text.length() <= lengthMax && wellFormed(text).equals(text);
    }

    private static String wellFormed(String text) {
        int plain = plainUntil(text);
        if (plain == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length()).append(text, 0, plain);
        for (int i = plain; i < text.length(); i++) {
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

    /** The place of the first character that asks for a closer look; nearly no text has one. */
    private static int plainUntil(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) != 0 && !Character.isSurrogate(text.charAt(i))) {
            i++;
        }
        return i;
    }
}
