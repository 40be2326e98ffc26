package io.pinisi.federation.interpreter;

import java.util.Arrays;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Lua's patterns, as its manual describes them, each step of the matching counted: a pattern that
 * tries everything ends with the run's instructions.
 */
final class LuaPattern {
    private static final int MOST_CAPTURES = 32;
    private static final int DEEPEST = 200;
    private static final String CLASSES = "adwluspgcx";
    private static final int OPEN = -1;
    private static final int POSITION = -2;

    private final byte[] text;
    private final byte[] pattern;
    private final Meter meter;
    private final int[] starts = new int[MOST_CAPTURES];
    private final int[] lengths = new int[MOST_CAPTURES];
    private int captures;
    private int depth;

    LuaPattern(LuaString text, LuaString pattern, Meter meter) {
        this.text = bytes(text);
        this.pattern = bytes(pattern);
        this.meter = meter;
    }

    private static byte[] bytes(LuaString string) {
        byte[] bytes = new byte[string.length()];
        string.copyInto(0, bytes, 0, bytes.length);
        return bytes;
    }

    boolean isAnchored() {
        return pattern.length > 0 && pattern[0] == '^';
    }

    /** The end of the match that begins exactly here, or -1. */
    int matchAt(int start) {
        captures = 0;
        depth = 0;
        return match(start, isAnchored() ? 1 : 0);
    }

    /** What was captured; the whole match where the pattern captures nothing. */
    Varargs captured(int start, int end, boolean wholeIfNone) {
        if (captures == 0) {
            return wholeIfNone ? part(start, end) : LuaValue.NONE;
        }
        LuaValue[] values = new LuaValue[captures];
        for (int i = 0; i < captures; i++) {
            values[i] = capture(i);
        }
        return LuaValue.varargsOf(values);
    }

    LuaValue capture(int index, int start, int end) {
        if (index >= captures) {
            if (index == 0) {
                return part(start, end);
            }
            throw new LuaError("invalid capture index");
        }
        return capture(index);
    }

    private LuaValue capture(int index) {
        if (lengths[index] == POSITION) {
            return LuaValue.valueOf(starts[index] + 1);
        }
        if (lengths[index] == OPEN) {
            throw new LuaError("unfinished capture");
        }
        return part(starts[index], starts[index] + lengths[index]);
    }

    LuaString part(int start, int end) {
        return LuaString.valueOf(Arrays.copyOfRange(text, start, end));
    }

    private int match(int from, int at) {
        if (++depth > DEEPEST) {
            throw new LuaError("pattern too complex");
        }
        try {
            return follow(from, at);
        } finally {
            depth--;
        }
    }

    private int follow(int from, int at) {
        int s = from;
        int p = at;
        while (p < pattern.length) {
            meter.step();
            switch (pattern[p]) {
                case '(' -> {
                    boolean position = p + 1 < pattern.length && pattern[p + 1] == ')';
                    return open(s, position ? p + 2 : p + 1, position ? POSITION : OPEN);
                }
                case ')' -> {
                    return close(s, p + 1);
                }
                case '$' -> {
                    if (p + 1 == pattern.length) {
                        return s == text.length ? s : -1;
                    }
                }
                case '%' -> {
                    byte kind = escaped(p);
                    if (kind == 'b') {
                        s = balanced(s, p + 2);
                        p += 4;
                    } else if (kind == 'f') {
                        p += 2;
                        int end = classEnd(p);
                        s = isFrontier(s, p, end) ? s : -1;
                        p = end;
                    } else if (kind >= '0' && kind <= '9') {
                        s = again(s, kind);
                        p += 2;
                    } else {
                        break;
                    }
                    if (s < 0) {
                        return -1;
                    }
                    continue;
                }
                default -> {}
            }
            int end = classEnd(p);
            byte suffix = end < pattern.length ? pattern[end] : 0;
            switch (suffix) {
                case '?' -> {
                    if (fits(s, p, end)) {
                        int rest = match(s + 1, end + 1);
                        if (rest >= 0) {
                            return rest;
                        }
                    }
                    p = end + 1;
                }
                case '*' -> {
                    return longest(s, p, end);
                }
                case '+' -> {
                    return fits(s, p, end) ? longest(s + 1, p, end) : -1;
                }
                case '-' -> {
                    return shortest(s, p, end);
                }
                default -> {
                    if (!fits(s, p, end)) {
                        return -1;
                    }
                    s++;
                    p = end;
                }
            }
        }
        return s;
    }

    private byte escaped(int p) {
        if (p + 1 >= pattern.length) {
            throw new LuaError("malformed pattern (ends with '%')");
        }
        return pattern[p + 1];
    }

    private int longest(int s, int p, int end) {
        int count = 0;
        while (fits(s + count, p, end)) {
            meter.step();
            count++;
        }
        for (; count >= 0; count--) {
            int rest = match(s + count, end + 1);
            if (rest >= 0) {
                return rest;
            }
        }
        return -1;
    }

    private int shortest(int from, int p, int end) {
        int s = from;
        while (true) {
            meter.step();
            int rest = match(s, end + 1);
            if (rest >= 0) {
                return rest;
            }
            if (!fits(s, p, end)) {
                return -1;
            }
            s++;
        }
    }

    private int open(int s, int p, int kind) {
        if (captures == MOST_CAPTURES) {
            throw new LuaError("too many captures");
        }
        starts[captures] = s;
        lengths[captures] = kind;
        captures++;
        int rest = match(s, p);
        if (rest < 0) {
            captures--;
        }
        return rest;
    }

    private int close(int s, int p) {
        int index = captures - 1;
        while (index >= 0 && lengths[index] != OPEN) {
            index--;
        }
        if (index < 0) {
            throw new LuaError("invalid pattern capture");
        }
        lengths[index] = s - starts[index];
        int rest = match(s, p);
        if (rest < 0) {
            lengths[index] = OPEN;
        }
        return rest;
    }

    private int again(int s, byte digit) {
        int index = digit - '1';
        if (index < 0 || index >= captures || lengths[index] < 0) {
            throw new LuaError("invalid capture index");
        }
        int length = lengths[index];
        int from = starts[index];
        return s + length <= text.length
                        && Arrays.equals(text, from, from + length, text, s, s + length)
                ? s + length
                : -1;
    }

    private int balanced(int s, int p) {
        if (p + 1 >= pattern.length) {
            throw new LuaError("unbalanced pattern");
        }
        if (s >= text.length || text[s] != pattern[p]) {
            return -1;
        }
        int open = 1;
        for (int i = s + 1; i < text.length; i++) {
            meter.step();
            if (text[i] == pattern[p + 1]) {
                open--;
                if (open == 0) {
                    return i + 1;
                }
            } else if (text[i] == pattern[p]) {
                open++;
            }
        }
        return -1;
    }

    private boolean isFrontier(int s, int p, int end) {
        int before = s == 0 ? 0 : text[s - 1] & 0xff;
        int here = s < text.length ? text[s] & 0xff : 0;
        return !isOf(before, p, end) && isOf(here, p, end);
    }

    private int classEnd(int p) {
        if (p >= pattern.length) {
            throw new LuaError("malformed pattern");
        }
        if (pattern[p] == '%') {
            escaped(p);
            return p + 2;
        }
        if (pattern[p] != '[') {
            return p + 1;
        }
        int i = p + 1;
        if (i < pattern.length && pattern[i] == '^') {
            i++;
        }
        do {
            if (i >= pattern.length) {
                throw new LuaError("malformed pattern (missing ']')");
            }
            i += pattern[i] == '%' ? 2 : 1;
        } while (i >= pattern.length || pattern[i] != ']');
        return i + 1;
    }

    private boolean fits(int s, int p, int end) {
        return s < text.length && isOf(text[s] & 0xff, p, end);
    }

    private boolean isOf(int c, int p, int end) {
        return switch (pattern[p]) {
            case '.' -> true;
            case '%' -> isOfClass(c, pattern[p + 1]);
            case '[' -> isOfSet(c, p, end - 1);
            default -> c == (pattern[p] & 0xff);
        };
    }

    private boolean isOfSet(int c, int begin, int close) {
        boolean not = pattern[begin + 1] == '^';
        int i = not ? begin + 2 : begin + 1;
        while (i < close) {
            if (pattern[i] == '%') {
                if (isOfClass(c, pattern[i + 1])) {
                    return !not;
                }
                i += 2;
            } else if (i + 2 < close && pattern[i + 1] == '-') {
                if ((pattern[i] & 0xff) <= c && c <= (pattern[i + 2] & 0xff)) {
                    return !not;
                }
                i += 3;
            } else {
                if ((pattern[i] & 0xff) == c) {
                    return !not;
                }
                i++;
            }
        }
        return not;
    }

    private static boolean isOfClass(int c, byte name) {
        boolean upper = name >= 'A' && name <= 'Z';
        if (CLASSES.indexOf(name | 32) < 0 || !(upper || name >= 'a')) {
            return c == (name & 0xff);
        }
        boolean digit = c >= '0' && c <= '9';
        boolean letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        boolean printed = c > 32 && c < 127;
        boolean is =
                switch (name | 32) {
                    case 'a' -> letter;
                    case 'd' -> digit;
                    case 'w' -> letter || digit;
                    case 'l' -> c >= 'a' && c <= 'z';
                    case 'u' -> c >= 'A' && c <= 'Z';
                    case 's' -> c == ' ' || (c >= 9 && c <= 13);
                    case 'p' -> printed && !letter && !digit;
                    case 'g' -> printed;
                    case 'c' -> c < 32 || c == 127;
                    case 'x' -> digit || ((c | 32) >= 'a' && (c | 32) <= 'f');
                    default -> false;
                };
        return upper != is;
    }
}
