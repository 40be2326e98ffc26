package io.pinisi.auth;

import org.jspecify.annotations.Nullable;

/** Where to go after the sign-in: a page of our own and nothing else. */
public final class ReturnPath {
    private static final int LONGEST = 1024;

    private ReturnPath() {}

    /** The wanted path where it is safe to follow, else the start page. */
    public static String of(@Nullable String wanted) {
        if (wanted == null
                || wanted.length() > LONGEST
                || !wanted.startsWith("/")
                || wanted.startsWith("//")
                || wanted.startsWith("/sign-")
                || !wanted.chars().allMatch(ReturnPath::harmless)) {
            return "/";
        }
        return wanted;
    }

    private static boolean harmless(int c) {
        return c > ' ' && c < 0x7f && c != '\\' && c != '"' && c != '<' && c != '>';
    }
}
