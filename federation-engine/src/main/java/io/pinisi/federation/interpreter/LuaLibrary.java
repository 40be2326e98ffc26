package io.pinisi.federation.interpreter;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.MathLib;
import org.luaj.vm2.lib.StringLib;
import org.luaj.vm2.lib.TableLib;
import org.luaj.vm2.lib.TwoArgFunction;
import org.luaj.vm2.lib.VarArgFunction;

/**
 * All that a script can reach. Functions are named one by one; what is not named is not there: no
 * way to load code, to files, processes, classes, the debugger or other threads, and no metatables.
 */
final class LuaLibrary {
    private static final List<String> BASE =
            List.of(
                    "assert",
                    "error",
                    "ipairs",
                    "next",
                    "pairs",
                    "pcall",
                    "rawequal",
                    "rawlen",
                    "select",
                    "tonumber",
                    "tostring",
                    "type");
    private static final List<String> TEXT =
            List.of("byte", "char", "format", "len", "lower", "reverse", "sub", "upper");
    private static final List<String> TABLE = List.of("insert", "pack", "remove", "sort");
    private static final List<String> MATH =
            List.of("abs", "ceil", "floor", "fmod", "huge", "max", "min", "modf", "pi", "sqrt");
    private static final int MOST_UNPACKED = 1000;
    private static final Globals ORIGINALS = originals();

    private final Meter meter;

    private LuaLibrary(Meter meter) {
        this.meter = meter;
    }

    /**
     * The world of one run.
     *
     * @param modules what {@code require} finds
     */
    static Globals world(Meter meter, Map<String, LuaTable> modules) {
        return new LuaLibrary(meter).build(modules);
    }

    static LuaValue function(UnaryOperator<Varargs> body) {
        return new VarArgFunction() {
            @Override
            public Varargs invoke(Varargs arguments) {
                return body.apply(arguments);
            }
        };
    }

    /**
     * Lua's own, of which the worlds get single functions. Methods of strings are looked up in the
     * library of the run: LuaJ has one metatable for the strings of the whole process.
     */
    private static Globals originals() {
        Globals all = new Globals();
        all.load(new BaseLib());
        all.load(new NoPackages());
        all.load(new TableLib());
        all.load(new MathLib());
        all.load(new StringLib());
        LuaTable methods = new LuaTable();
        methods.set(LuaValue.INDEX, function(arguments -> Meter.methodOf(arguments.arg(2))));
        LuaString.s_metatable = methods;
        return all;
    }

    private Globals build(Map<String, LuaTable> modules) {
        Globals world = new Globals();
        copy(ORIGINALS, BASE, world);
        world.set("_G", world);
        world.set("math", copy(ORIGINALS.get("math"), MATH, new LuaTable()));
        meter.methods(text(ORIGINALS.get("string")));
        world.set("string", text(ORIGINALS.get("string")));
        world.set("table", table(ORIGINALS.get("table")));
        world.set("unpack", world.get("table").get("unpack"));
        world.set("print", function(arguments -> LuaValue.NONE));
        world.set(
                "require",
                function(
                        arguments -> {
                            LuaTable module = modules.get(arguments.checkjstring(1));
                            if (module == null) {
                                throw new LuaError(
                                        "module '" + arguments.checkjstring(1) + "' not found");
                            }
                            return module;
                        }));
        world.debuglib = meter;
        return world;
    }

    private static LuaTable copy(LuaValue from, List<String> names, LuaTable to) {
        names.forEach(name -> to.set(name, from.get(name)));
        return to;
    }

    private LuaTable text(LuaValue source) {
        LuaTable library = new LuaTable();
        for (String name : TEXT) {
            LuaValue original = source.get(name);
            library.set(name, function(arguments -> original.invoke(weighed(arguments))));
        }
        library.set("rep", function(this::repeat));
        library.set("find", function(arguments -> find(arguments, true)));
        library.set("match", function(arguments -> find(arguments, false)));
        library.set("gmatch", function(this::matches));
        library.set("gsub", function(this::substitute));
        return library;
    }

    /** What goes in bounds what comes out. */
    private Varargs weighed(Varargs arguments) {
        long bytes = 0;
        for (int i = 1; i <= arguments.narg(); i++) {
            if (arguments.arg(i).isstring()) {
                bytes += arguments.arg(i).checkstring().length();
            }
        }
        meter.text(bytes);
        return arguments;
    }

    private Varargs repeat(Varargs arguments) {
        LuaString text = arguments.checkstring(1);
        long count = Math.max(0, arguments.checklong(2));
        LuaString between = arguments.optstring(3, LuaValue.EMPTYSTRING);
        meter.text(saturated(count, (long) text.length() + between.length()));
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        for (long i = 0; i < count; i++) {
            meter.step();
            append(result, text);
            if (i + 1 < count) {
                append(result, between);
            }
        }
        return LuaString.valueUsing(result.toByteArray());
    }

    private static void append(ByteArrayOutputStream result, LuaString part) {
        result.write(part.m_bytes, part.m_offset, part.m_length);
    }

    private static long saturated(long a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
    }

    private Varargs find(Varargs arguments, boolean places) {
        LuaString text = arguments.checkstring(1);
        LuaString wanted = arguments.checkstring(2);
        int begin = arguments.optint(3, 1);
        int start = begin > 0 ? begin - 1 : Math.max(0, begin == 0 ? 0 : text.length() + begin);
        if (start > text.length()) {
            return LuaValue.NIL;
        }
        if (places && arguments.arg(4).toboolean()) {
            int at = plain(text, wanted, start);
            return at < 0 ? LuaValue.NIL : span(at, at + wanted.length());
        }
        LuaPattern pattern = new LuaPattern(text, wanted, meter);
        for (int at = start; at <= text.length(); at++) {
            int end = pattern.matchAt(at);
            if (end >= 0) {
                return places
                        ? LuaValue.varargsOf(
                                LuaValue.valueOf(at + 1),
                                LuaValue.valueOf(end),
                                pattern.captured(at, end, false))
                        : pattern.captured(at, end, true);
            }
            if (pattern.isAnchored()) {
                break;
            }
        }
        return LuaValue.NIL;
    }

    private static Varargs span(int start, int end) {
        return LuaValue.varargsOf(LuaValue.valueOf(start + 1), LuaValue.valueOf(end));
    }

    private int plain(LuaString text, LuaString wanted, int start) {
        for (int at = start; at + wanted.length() <= text.length(); at++) {
            meter.step();
            if (LuaString.equals(text, at, wanted, 0, wanted.length())) {
                return at;
            }
        }
        return -1;
    }

    private Varargs matches(Varargs arguments) {
        LuaString text = arguments.checkstring(1);
        LuaPattern pattern = new LuaPattern(text, arguments.checkstring(2), meter);
        int[] next = {0};
        return function(
                ignored -> {
                    for (int at = next[0]; at <= text.length(); at++) {
                        int end = pattern.matchAt(at);
                        if (end >= 0) {
                            next[0] = end == at ? end + 1 : end;
                            return pattern.captured(at, end, true);
                        }
                    }
                    next[0] = text.length() + 1;
                    return LuaValue.NIL;
                });
    }

    private Varargs substitute(Varargs arguments) {
        LuaString text = arguments.checkstring(1);
        LuaPattern pattern = new LuaPattern(text, arguments.checkstring(2), meter);
        LuaValue with = arguments.checkvalue(3);
        int most = arguments.optint(4, Integer.MAX_VALUE);
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        int count = 0;
        int at = 0;
        while (at <= text.length() && count < most) {
            int end = pattern.matchAt(at);
            if (end >= 0) {
                count++;
                append(result, replacement(pattern, with, at, end));
            }
            if (end > at) {
                at = end;
            } else if (at < text.length()) {
                append(result, pattern.part(at, at + 1));
                at++;
            } else {
                at++;
            }
            meter.text(result.size());
            if (pattern.isAnchored()) {
                break;
            }
        }
        if (at < text.length()) {
            append(result, pattern.part(at, text.length()));
        }
        return LuaValue.varargsOf(
                LuaString.valueUsing(result.toByteArray()), LuaValue.valueOf(count));
    }

    private LuaString replacement(LuaPattern pattern, LuaValue with, int at, int end) {
        LuaValue value;
        if (with.isfunction()) {
            value = with.invoke(pattern.captured(at, end, true)).arg1();
        } else if (with.istable()) {
            value = with.get(pattern.capture(0, at, end));
        } else {
            return expanded(pattern, with.checkstring(), at, end);
        }
        return value.toboolean() ? value.checkstring() : pattern.part(at, end);
    }

    private LuaString expanded(LuaPattern pattern, LuaString with, int at, int end) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        boolean escaped = false;
        for (int i = 0; i < with.length(); i++) {
            meter.step();
            int c = with.luaByte(i);
            if (!escaped && c == '%' && i + 1 < with.length()) {
                escaped = true;
                continue;
            }
            if (escaped && c == '0') {
                append(result, pattern.part(at, end));
            } else if (escaped && c >= '1' && c <= '9') {
                append(result, pattern.capture(c - '1', at, end).checkstring());
            } else {
                result.write(c);
            }
            escaped = false;
            meter.text(result.size());
        }
        return LuaString.valueUsing(result.toByteArray());
    }

    private LuaTable table(LuaValue source) {
        LuaTable library = copy(source, TABLE, new LuaTable());
        library.set("concat", function(this::concatenate));
        library.set("unpack", function(LuaLibrary::unpack));
        return library;
    }

    private Varargs concatenate(Varargs arguments) {
        LuaTable list = arguments.checktable(1);
        LuaString between = arguments.optstring(2, LuaValue.EMPTYSTRING);
        int first = arguments.optint(3, 1);
        int last = arguments.optint(4, list.rawlen());
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        for (long i = first; i <= last; i++) {
            meter.step();
            LuaString part = list.rawget((int) i).checkstring();
            meter.text((long) result.size() + part.length() + between.length());
            append(result, part);
            if (i < last) {
                append(result, between);
            }
        }
        return LuaString.valueUsing(result.toByteArray());
    }

    private static Varargs unpack(Varargs arguments) {
        LuaTable list = arguments.checktable(1);
        long first = arguments.optint(2, 1);
        long last = arguments.optint(3, list.rawlen());
        if (last - first >= MOST_UNPACKED) {
            throw new LuaError("too many results to unpack");
        }
        return list.unpack((int) first, (int) last);
    }

    /** What libraries enter themselves in when they are loaded. */
    private static final class NoPackages extends TwoArgFunction {
        @Override
        public LuaValue call(LuaValue name, LuaValue environment) {
            LuaTable packages = new LuaTable();
            packages.set("loaded", new LuaTable());
            environment.set("package", packages);
            return packages;
        }
    }
}
