package io.pinisi.cluster.machinery.expression.cost;

import static io.pinisi.cluster.machinery.expression.cost.Range.product;
import static io.pinisi.cluster.machinery.expression.cost.Range.sum;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import io.pinisi.cluster.machinery.expression.cost.CallCosts.Call;
import io.pinisi.cluster.machinery.expression.cost.CallCosts.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule can cost at most, reckoned without running it: every branch is taken, every loop runs
 * as often as the schema lets its list grow.
 */
public final class CostEstimate {
    /** Functions that the original reckons with only where they are called on something. */
    private static final Set<String> FREE_OF_SIZE =
            Set.of("cidr", "isIP", "isCIDR", "quantity", "isQuantity", "ip.isCanonical", "ip");

    private static final Set<CelKind> SCALARS =
            Set.of(
                    CelKind.BOOL,
                    CelKind.DOUBLE,
                    CelKind.DURATION,
                    CelKind.INT,
                    CelKind.TIMESTAMP,
                    CelKind.UINT);

    private static final Set<CelKind> WITH_FIELDS =
            Set.of(CelKind.MAP, CelKind.STRUCT, CelKind.TYPE_PARAM);

    private final CelAbstractSyntaxTree rule;
    private final SchemaSizes schema;
    private final Map<Long, List<String>> paths = new HashMap<>();
    private final Map<Long, Range> sizes = new HashMap<>();
    private final Map<String, Local> locals = new HashMap<>();

    /**
     * A variable of a loop.
     *
     * @param path where in the schema its values are
     * @param size where it stands for a value that is no part of the schema
     */
    private record Local(List<String> path, @Nullable Range size) {}

    private CostEstimate(CelAbstractSyntaxTree rule, SchemaSizes schema) {
        this.rule = rule;
        this.schema = schema;
    }

    /**
     * @param schema of what the rule's variables stand for
     */
    public static long of(CelAbstractSyntaxTree rule, SchemaSizes schema) {
        return new CostEstimate(rule, schema).cost(rule.getExpr());
    }

    private long cost(CelExpr e) {
        return switch (e.getKind()) {
            case IDENT -> ident(e);
            case SELECT -> select(e);
            case CALL -> call(e);
            case LIST -> sum(CostMeter.LIST, costs(e.list().elements()));
            case MAP ->
                    e.map().entries().stream()
                            .mapToLong(entry -> sum(cost(entry.key()), cost(entry.value())))
                            .reduce(CostMeter.MAP, Range::sum);
            case STRUCT ->
                    e.struct().entries().stream()
                            .mapToLong(entry -> cost(entry.value()))
                            .reduce(CostMeter.STRUCT, Range::sum);
            case COMPREHENSION -> isBinding(e.comprehension()) ? binding(e) : loop(e);
            case CONSTANT, NOT_SET -> 0;
        };
    }

    private long costs(List<CelExpr> expressions) {
        return expressions.stream().mapToLong(this::cost).reduce(0, Range::sum);
    }

    private long ident(CelExpr e) {
        Local local = locals.get(e.ident().name());
        paths.put(e.id(), local == null ? List.of(e.ident().name()) : local.path());
        if (local != null && local.size() != null) {
            sizes.put(e.id(), local.size());
        }
        return 1;
    }

    private long select(CelExpr e) {
        CelExpr operand = e.select().operand();
        long cost = cost(operand);
        if (e.select().testOnly()) {
            return cost;
        }
        paths.put(e.id(), under(operand, e.select().field()));
        return WITH_FIELDS.contains(type(operand).kind()) ? sum(cost, 1) : cost;
    }

    private List<String> under(CelExpr e, String step) {
        List<String> path = new ArrayList<>(paths.getOrDefault(e.id(), List.of()));
        path.add(step);
        return path;
    }

    private CelType type(CelExpr e) {
        return rule.getTypeOrThrow(e.id());
    }

    private long call(CelExpr e) {
        CelCall call = e.call();
        List<CelExpr> given = new ArrayList<>();
        call.target().ifPresent(given::add);
        given.addAll(call.args());
        List<Long> costs = given.stream().map(this::cost).toList();
        List<Argument> arguments = given.stream().map(this::argument).toList();
        follow(e, call);
        long most = 0;
        @Nullable Range result = null;
        for (String overload :
                rule.getReference(e.id()).map(CelReference::overloadIds).orElseThrow()) {
            Variant variant = variant(call.function(), overload);
            Call called = new Call(call.function(), variant, arguments);
            @Nullable Range size = CallSizes.of(called).orElse(null);
            most = Math.max(most, cost(call, called, size == null ? Range.UNKNOWN : size));
            result = result == null ? size : size == null ? result : result.union(size);
        }
        if (result != null) {
            sizes.put(e.id(), result);
        }
        if (call.function().equals("_?_:_")) {
            return sum(costs.get(0), Math.max(costs.get(1), costs.get(2)));
        }
        return costs.stream().reduce(most, Range::sum);
    }

    private static long cost(CelCall call, Call called, Range result) {
        return switch (called.function()) {
            case "_&&_", "_||_", "_?_:_" -> 0;
            case "startsWith", "endsWith" -> Range.share(called.size(1), CallCosts.OF_CHARACTER);
            default ->
                    call.target().isEmpty() && FREE_OF_SIZE.contains(called.function())
                            ? 1
                            : CallCosts.of(called, result);
        };
    }

    private static Variant variant(String function, String overload) {
        boolean conversion = function.equals("string") || function.equals("bytes");
        if (conversion) {
            return overload.equals("bytes_to_string") || overload.equals("string_to_bytes")
                    ? Variant.TEXT
                    : Variant.OTHER;
        }
        if (overload.contains("list")) {
            return Variant.LIST;
        }
        return overload.contains("string") || overload.contains("bytes")
                ? Variant.TEXT
                : Variant.OTHER;
    }

    /** What is taken out of a list or a map is at its place in the schema. */
    private void follow(CelExpr e, CelCall call) {
        if (call.function().equals("_[_]")) {
            CelExpr container = call.args().getFirst();
            boolean map = type(container).kind() == CelKind.MAP;
            String step = map ? SchemaSizes.VALUES : SchemaSizes.ITEMS;
            paths.put(e.id(), under(container, step));
        }
    }

    private Argument argument(CelExpr e) {
        if (!(type(e) instanceof ListType list)) {
            return new Argument.Estimated(size(e), Range.UNKNOWN, false);
        }
        CelKind kind = list.elemType().kind();
        boolean texts = kind == CelKind.STRING || kind == CelKind.BYTES;
        boolean known = paths.containsKey(e.id());
        Range item = known ? placed(under(e, SchemaSizes.ITEMS)) : null;
        return new Argument.Estimated(size(e), item == null ? Range.UNKNOWN : item, texts);
    }

    /** The size of what is at a path, which begins with a variable; null where nothing is said. */
    private @Nullable Range placed(List<String> path) {
        return path.isEmpty() ? null : schema.find(path.subList(1, path.size())).orElse(null);
    }

    private Range size(CelExpr e) {
        Range known = sizes.get(e.id());
        if (known == null) {
            known = written(e);
        }
        if (known != null) {
            return known;
        }
        Range found = placed(paths.getOrDefault(e.id(), List.of()));
        if (found != null) {
            return found;
        }
        return isScalar(type(e)) ? Range.ONE : Range.UNKNOWN;
    }

    private static boolean isScalar(CelType type) {
        return SCALARS.contains(type.kind())
                || (type instanceof OptionalType optional
                        && isScalar(optional.parameters().getFirst()));
    }

    private static @Nullable Range written(CelExpr e) {
        return switch (e.getKind()) {
            case CONSTANT -> Range.exactly(length(e.constant()));
            case LIST -> Range.exactly(e.list().elements().size());
            case MAP -> Range.exactly(e.map().entries().size());
            default -> null;
        };
    }

    private static long length(CelConstant constant) {
        return switch (constant.getKind()) {
            case STRING_VALUE ->
                    constant.stringValue().codePointCount(0, constant.stringValue().length());
            case BYTES_VALUE -> constant.bytesValue().size();
            default -> 1;
        };
    }

    private static boolean isBinding(CelComprehension loop) {
        return loop.iterRange().getKind() == CelExpr.ExprKind.Kind.LIST
                && loop.iterRange().list().elements().isEmpty()
                && loop.loopCondition().getKind() == CelExpr.ExprKind.Kind.CONSTANT;
    }

    private long binding(CelExpr e) {
        CelComprehension loop = e.comprehension();
        long cost = sum(cost(loop.iterRange()), cost(loop.accuInit()));
        List<String> path = paths.getOrDefault(loop.accuInit().id(), List.of());
        Local hidden = locals.put(loop.accuVar(), new Local(path, size(loop.accuInit())));
        cost = sum(cost, cost(loop.result()));
        restore(loop.accuVar(), hidden);
        sizes.put(e.id(), size(loop.result()));
        return cost;
    }

    private long loop(CelExpr e) {
        CelComprehension loop = e.comprehension();
        long cost = sum(cost(loop.iterRange()), cost(loop.accuInit()));
        Map<String, Local> outer = new HashMap<>(locals);
        locals.put(loop.accuVar(), new Local(List.of(), null));
        boolean list = type(loop.iterRange()).kind() == CelKind.LIST;
        String keys = list ? "@indices" : SchemaSizes.KEYS;
        String values = list ? SchemaSizes.ITEMS : SchemaSizes.VALUES;
        boolean both = !loop.iterVar2().isEmpty();
        String first = both ? keys : list ? values : keys;
        locals.put(loop.iterVar(), new Local(under(loop.iterRange(), first), null));
        if (both) {
            locals.put(loop.iterVar2(), new Local(under(loop.iterRange(), values), null));
        }
        Range rounds = size(loop.iterRange());
        long round = sum(cost(loop.loopCondition()), cost(loop.loopStep()));
        locals.clear();
        locals.putAll(outer);
        locals.put(loop.accuVar(), new Local(List.of(), null));
        long result = cost(loop.result());
        restore(loop.accuVar(), outer.get(loop.accuVar()));
        switch (loop.accuInit().getKind()) {
            case LIST, MAP -> sizes.put(e.id(), rounds);
            default -> sizes.put(e.id(), size(loop.accuInit()));
        }
        return sum(sum(cost, product(rounds.max(), round)), result);
    }

    private void restore(String variable, @Nullable Local hidden) {
        if (hidden == null) {
            locals.remove(variable);
        } else {
            locals.put(variable, hidden);
        }
    }
}
