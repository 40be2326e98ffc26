package io.pinisi.cluster.machinery.expression;

import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableMap;
import dev.cel.common.ast.CelMutableExpr.CelMutableStruct;
import dev.cel.common.navigation.CelNavigableMutableAst;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The types that rules which change objects may write out: {@code Object}, with any field, and
 * {@code JSONPatch}. The library wants to know all fields of a type beforehand, so what a rule
 * writes out becomes the call of a function with a map before its types are checked.
 */
final class Constructions {
    static final OpaqueType OBJECT = OpaqueType.create(ObjectValue.ROOT);
    static final OpaqueType PATCH = OpaqueType.create("JSONPatch");
    static final ListType PATCHES = ListType.create(PATCH);

    private static final String NEW_OBJECT = "@object";
    private static final String NEW_PART = "@object_part";
    private static final String NEW_PATCH = "@json_patch";
    private static final Set<String> PATCH_FIELDS = Set.of("op", "path", "from", "value");

    private Constructions() {}

    static void addTo(CelBuilder builder) {
        MapType fields = MapType.create(SimpleType.STRING, SimpleType.DYN);
        FunctionSet functions = new FunctionSet();
        functions.global(
                NEW_OBJECT,
                OBJECT,
                List.of(SimpleType.STRING, fields),
                a -> new ObjectValue((String) a[0], fields(a[1])));
        functions.global(
                NEW_PART,
                SimpleType.DYN,
                List.of(SimpleType.STRING, fields),
                a -> new ObjectValue((String) a[0], fields(a[1])));
        functions.global(
                NEW_PATCH,
                PATCH,
                List.of(SimpleType.STRING, fields),
                a -> new ObjectValue((String) a[0], fields(a[1])));
        functions.global(
                "jsonpatch.escapeKey",
                SimpleType.STRING,
                List.of(SimpleType.STRING),
                a -> ((String) a[0]).replace("~", "~0").replace("/", "~1"));
        functions.addTo(builder);
    }

    private static Map<String, Object> fields(Object given) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach(
                    (name, value) ->
                            fields.put(
                                    String.valueOf(name),
                                    value == null ? NullValue.NULL_VALUE : value));
        }
        return fields;
    }

    /**
     * @param parsed macros expanded, types not checked yet
     */
    static CelAbstractSyntaxTree rewritten(CelAbstractSyntaxTree parsed)
            throws ExpressionException {
        CelMutableAst ast = CelMutableAst.fromCelAst(parsed);
        List<CelMutableExpr> all = new ArrayList<>();
        CelNavigableMutableAst.fromAst(ast).getRoot().allNodes().forEach(n -> all.add(n.expr()));
        Ids ids = new Ids(highest(all));
        for (CelMutableExpr node : all) {
            if (node.getKind() == Kind.STRUCT) {
                rewrite(node, ids);
            }
        }
        return ast.toParsedAst();
    }

    private static void rewrite(CelMutableExpr node, Ids ids) throws ExpressionException {
        CelMutableStruct struct = node.struct();
        String type = struct.messageName();
        boolean patch = type.equals(PATCH.name());
        boolean root = type.equals(ObjectValue.ROOT);
        if (!patch && !root && !type.startsWith(ObjectValue.ROOT + ".")) {
            return;
        }
        List<CelMutableMap.Entry> entries = new ArrayList<>();
        for (CelMutableStruct.Entry entry : struct.entries()) {
            if (patch && !PATCH_FIELDS.contains(entry.fieldKey())) {
                throw ExpressionException.compilation("undefined field '" + entry.fieldKey() + "'");
            }
            entries.add(
                    CelMutableMap.Entry.create(
                            entry.id(),
                            ids.text(entry.fieldKey()),
                            entry.value(),
                            entry.optionalEntry()));
        }
        CelMutableExpr fields = CelMutableExpr.ofMap(ids.next(), CelMutableMap.create(entries));
        String function = patch ? NEW_PATCH : root ? NEW_OBJECT : NEW_PART;
        node.setCall(CelMutableCall.create(function, ids.text(type), fields));
    }

    private static long highest(List<CelMutableExpr> nodes) {
        long highest = 0;
        for (CelMutableExpr node : nodes) {
            highest = Math.max(highest, node.id());
            if (node.getKind() == Kind.STRUCT) {
                for (CelMutableStruct.Entry entry : node.struct().entries()) {
                    highest = Math.max(highest, entry.id());
                }
            } else if (node.getKind() == Kind.MAP) {
                for (CelMutableMap.Entry entry : node.map().entries()) {
                    highest = Math.max(highest, entry.id());
                }
            }
        }
        return highest;
    }

    /** Numbers for nodes that the rule did not have. */
    private static final class Ids {
        private long last;

        Ids(long last) {
            this.last = last;
        }

        long next() {
            return ++last;
        }

        CelMutableExpr text(String value) {
            return CelMutableExpr.ofConstant(next(), CelConstant.ofValue(value));
        }
    }
}
