package io.pinisi.cluster.machinery.apply;

import io.pinisi.cluster.machinery.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An immutable set of field paths, as a trie. A step is written as {@code FieldsV1} writes it
 * ({@code f:name}, {@code k:{"name":"x"}}, {@code v:"x"}, {@code i:0}); see {@link PathStep}. A
 * path may be a member, lead to members below it, or both.
 */
public final class FieldSet {
    private static final FieldSet EMPTY = new FieldSet(new TreeMap<>());
    private static final String SELF = ".";

    private final NavigableMap<String, Entry> entries;

    private FieldSet(NavigableMap<String, Entry> entries) {
        this.entries = entries;
    }

    /** One step: whether the path that ends here is a member, and what lies below. */
    private record Entry(boolean member, FieldSet below) {
        boolean isEmpty() {
            return !member && below.isEmpty();
        }
    }

    public static FieldSet empty() {
        return EMPTY;
    }

    /** The set of these paths, each a list of steps. */
    public static FieldSet of(List<List<String>> paths) {
        Builder builder = new Builder();
        paths.forEach(builder::add);
        return builder.build();
    }

    /** Collects paths; not shared between threads. */
    static final class Builder {
        private @Nullable NavigableMap<String, Builder> children;
        private boolean member;

        void add(List<String> path) {
            Builder node = this;
            for (String step : path) {
                node = node.child(step);
            }
            node.member = true;
        }

        Builder child(String step) {
            NavigableMap<String, Builder> map = children;
            if (map == null) {
                map = new TreeMap<>();
                children = map;
            }
            return map.computeIfAbsent(step, s -> new Builder());
        }

        void addSelf() {
            member = true;
        }

        FieldSet build() {
            if (children == null) {
                return EMPTY;
            }
            NavigableMap<String, Entry> entries = new TreeMap<>();
            children.forEach(
                    (step, child) -> {
                        Entry entry = new Entry(child.member, child.build());
                        if (!entry.isEmpty()) {
                            entries.put(step, entry);
                        }
                    });
            return entries.isEmpty() ? EMPTY : new FieldSet(entries);
        }
    }

    /**
     * Reads {@code FieldsV1}.
     *
     * @throws IllegalArgumentException for a step that is none
     */
    public static FieldSet parse(JsonNode fieldsV1) {
        NavigableMap<String, Entry> entries = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : fieldsV1.properties()) {
            if (field.getKey().equals(SELF)) {
                continue;
            }
            JsonNode below = field.getValue();
            boolean member = below.isEmpty() || below.has(SELF);
            entries.put(PathStep.canonical(field.getKey()), new Entry(member, parse(below)));
        }
        return entries.isEmpty() ? EMPTY : new FieldSet(entries);
    }

    /** Writes {@code FieldsV1}. */
    public ObjectNode toJson() {
        ObjectNode out = Json.object();
        entries.forEach(
                (step, entry) -> {
                    ObjectNode below = Json.object();
                    if (entry.member() && !entry.below().isEmpty()) {
                        below.putObject(SELF);
                    }
                    out.set(step, below.setAll(entry.below().toJson()));
                });
        return out;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whether the one-step path is a member. */
    boolean hasMember(String step) {
        Entry entry = entries.get(step);
        return entry != null && entry.member();
    }

    /** What lies below a step. */
    FieldSet below(String step) {
        Entry entry = entries.get(step);
        return entry == null ? EMPTY : entry.below();
    }

    public boolean contains(List<String> path) {
        FieldSet set = this;
        for (String step : path.subList(0, path.size() - 1)) {
            set = set.below(step);
        }
        return set.hasMember(path.getLast());
    }

    public FieldSet union(FieldSet other) {
        if (other.isEmpty()) {
            return this;
        }
        return isEmpty() ? other : combine(other, Combination.UNION);
    }

    public FieldSet intersection(FieldSet other) {
        return isEmpty() || other.isEmpty() ? EMPTY : combine(other, Combination.INTERSECTION);
    }

    /** Without the members of the other set; what lies below those stays. */
    public FieldSet difference(FieldSet other) {
        return isEmpty() || other.isEmpty() ? this : combine(other, Combination.DIFFERENCE);
    }

    /** Without the members of the other set and all that lies below them. */
    public FieldSet recursiveDifference(FieldSet other) {
        return isEmpty() || other.isEmpty() ? this : combine(other, Combination.DEEP_DIFFERENCE);
    }

    private enum Combination {
        UNION,
        INTERSECTION,
        DIFFERENCE,
        DEEP_DIFFERENCE
    }

    private FieldSet combine(FieldSet other, Combination how) {
        NavigableMap<String, Entry> result = new TreeMap<>();
        entries.forEach(
                (step, entry) -> {
                    Entry theirs = other.entries.get(step);
                    Entry both = theirs == null ? alone(entry, how) : together(entry, theirs, how);
                    if (both != null && !both.isEmpty()) {
                        result.put(step, both);
                    }
                });
        if (how == Combination.UNION) {
            other.entries.forEach(result::putIfAbsent);
        }
        return result.isEmpty() ? EMPTY : new FieldSet(result);
    }

    private static @Nullable Entry alone(Entry mine, Combination how) {
        return how == Combination.INTERSECTION ? null : mine;
    }

    private static @Nullable Entry together(Entry mine, Entry theirs, Combination how) {
        return switch (how) {
            case UNION -> new Entry(mine.member || theirs.member, mine.below.union(theirs.below));
            case INTERSECTION ->
                    new Entry(mine.member && theirs.member, mine.below.intersection(theirs.below));
            case DIFFERENCE ->
                    new Entry(mine.member && !theirs.member, mine.below.difference(theirs.below));
            case DEEP_DIFFERENCE ->
                    theirs.member
                            ? null
                            : new Entry(mine.member, mine.below.recursiveDifference(theirs.below));
        };
    }

    /** The set with every step that leads to members made a member where the test says so. */
    FieldSet withParents(ParentTest test) {
        NavigableMap<String, Entry> result = new TreeMap<>();
        entries.forEach(
                (step, entry) -> {
                    boolean member =
                            entry.member || (!entry.below.isEmpty() && test.isMember(step));
                    result.put(step, new Entry(member, entry.below.withParents(test.below(step))));
                });
        return result.isEmpty() ? EMPTY : new FieldSet(result);
    }

    /** Decides, while walking down, which parents become members. */
    interface ParentTest {
        boolean isMember(String step);

        ParentTest below(String step);
    }

    /** Every member's path, in order. */
    public List<List<String>> paths() {
        List<List<String>> paths = new ArrayList<>();
        walk(List.of(), (path, member) -> paths.add(path));
        return paths;
    }

    private void walk(List<String> prefix, BiConsumer<List<String>, Entry> member) {
        entries.forEach(
                (step, entry) -> {
                    List<String> path = new ArrayList<>(prefix);
                    path.add(step);
                    if (entry.member) {
                        member.accept(path, entry);
                    }
                    entry.below.walk(path, member);
                });
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldSet that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /** The members as people write paths: {@code .spec.containers[name="a"].image}. */
    @Override
    public String toString() {
        return paths().stream().map(PathStep::text).toList().toString();
    }
}
