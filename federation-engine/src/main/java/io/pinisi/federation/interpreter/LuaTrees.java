package io.pinisi.federation.interpreter;

import io.pinisi.cluster.machinery.json.Json;
import java.util.Map;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Carries objects into Lua and out of it. */
final class LuaTrees {
    private static final double EXACT = 1L << 53;

    private final Limits limits;
    private int nodes;

    private LuaTrees(Limits limits) {
        this.limits = limits;
    }

    static LuaValue toLua(JsonNode tree, Limits limits) {
        return new LuaTrees(limits).in(tree, 0);
    }

    /**
     * @param like tells lists from maps where the script left them empty
     */
    static JsonNode toTree(LuaValue value, JsonNode like, Limits limits) {
        return new LuaTrees(limits).out(value, like, 0);
    }

    private void count(int depth) {
        nodes++;
        if (nodes > limits.nodes() || depth > limits.depth()) {
            throw new ScriptException(
                    "an object of more than %d nodes, or deeper than %d"
                            .formatted(limits.nodes(), limits.depth()));
        }
    }

    private LuaValue in(JsonNode tree, int depth) {
        count(depth);
        if (tree instanceof ObjectNode object) {
            LuaTable table = new LuaTable();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                table.rawset(LuaValue.valueOf(field.getKey()), in(field.getValue(), depth + 1));
            }
            return table;
        }
        if (tree instanceof ArrayNode array) {
            LuaTable table = new LuaTable();
            for (int i = 0; i < array.size(); i++) {
                table.rawset(i + 1, in(array.get(i), depth + 1));
            }
            return table;
        }
        if (tree.isNumber()) {
            return tree.isInt()
                    ? LuaValue.valueOf(tree.asInt())
                    : LuaValue.valueOf(tree.asDouble());
        }
        if (tree.isBoolean()) {
            return LuaValue.valueOf(tree.asBoolean());
        }
        return tree.isString() ? LuaValue.valueOf(tree.asString()) : LuaValue.NIL;
    }

    private JsonNode out(LuaValue value, JsonNode like, int depth) {
        count(depth);
        return switch (value.type()) {
            case LuaValue.TTABLE -> table(value.checktable(), like, depth);
            case LuaValue.TSTRING -> Json.mapper().getNodeFactory().stringNode(value.tojstring());
            case LuaValue.TBOOLEAN -> Json.mapper().getNodeFactory().booleanNode(value.toboolean());
            case LuaValue.TNUMBER -> number(value.todouble());
            case LuaValue.TNIL -> Json.mapper().nullNode();
            default -> throw new ScriptException("a " + value.typename() + " in an object");
        };
    }

    private static JsonNode number(double value) {
        var factory = Json.mapper().getNodeFactory();
        boolean whole = value == Math.rint(value) && Math.abs(value) <= EXACT;
        if (!whole) {
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw new ScriptException("a number that is none");
            }
            return factory.numberNode(value);
        }
        long number = (long) value;
        return number == (int) number
                ? factory.numberNode((int) number)
                : factory.numberNode(number);
    }

    private JsonNode table(LuaTable table, JsonNode like, int depth) {
        Varargs entry = table.next(LuaValue.NIL);
        if (entry.arg1().isnil()) {
            return like.isArray() ? Json.mapper().createArrayNode() : Json.object();
        }
        int length = table.rawlen();
        if (length > 0 && table.keyCount() == length) {
            ArrayNode array = Json.mapper().createArrayNode();
            for (int i = 1; i <= length; i++) {
                array.add(out(table.rawget(i), like.path(i - 1), depth + 1));
            }
            return array;
        }
        ObjectNode object = Json.object();
        while (!entry.arg1().isnil()) {
            String key = entry.arg1().tojstring();
            object.set(key, out(entry.arg(2), like.path(key), depth + 1));
            entry = table.next(entry.arg1());
        }
        return object;
    }
}
