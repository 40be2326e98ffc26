package io.pinisi.cluster.ingress.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RoutingTableTest {
    private static Pool pool(String name) {
        return Pool.of(name, List.of());
    }

    private static String found(RoutingTable table, String host, String path) {
        return table.find(host, path).map(route -> route.pool().name()).orElse("none");
    }

    /** The table of examples in the documentation of Ingress. */
    @ParameterizedTest
    @CsvSource({
        "PREFIX, /, /any/path, true",
        "EXACT, /foo, /foo, true",
        "EXACT, /foo, /bar, false",
        "EXACT, /foo, /foo/, false",
        "EXACT, /foo/, /foo, false",
        "PREFIX, /foo, /foo, true",
        "PREFIX, /foo, /foo/, true",
        "PREFIX, /foo/, /foo, true",
        "PREFIX, /foo/, /foo/, true",
        "PREFIX, /aaa/bb, /aaa/bbb, false",
        "PREFIX, /aaa/bbb, /aaa/bbb, true",
        "PREFIX, /aaa/bbb/, /aaa/bbb, true",
        "PREFIX, /aaa/bbb, /aaa/bbb/, true",
        "PREFIX, /aaa/bbb, /aaa/bbb/ccc, true",
        "PREFIX, /aaa/bbb, /aaa/bbbxyz, false"
    })
    void pathsMatchAsDocumented(Route.Kind kind, String path, String requested, boolean matches) {
        Route route =
                kind == Route.Kind.EXACT
                        ? Route.exact(path, pool("it"))
                        : Route.prefix(path, pool("it"));
        RoutingTable table = new RoutingTable.Builder().add("", route).build();
        assertEquals(matches ? "it" : "none", found(table, "any.example", requested));
    }

    @Test
    void theLongestPathWinsAndOfEqualOnesTheExact() {
        RoutingTable table =
                new RoutingTable.Builder()
                        .add("", Route.prefix("/", pool("root")))
                        .add("", Route.prefix("/a", pool("prefix")))
                        .add("", Route.exact("/a", pool("exact")))
                        .add("", Route.prefix("/a/b/", pool("deep")))
                        .build();
        assertEquals("exact", found(table, "x", "/a"));
        assertEquals("prefix", found(table, "x", "/a/"));
        assertEquals("prefix", found(table, "x", "/a/c"));
        assertEquals("deep", found(table, "x", "/a/b"));
        assertEquals("root", found(table, "x", "/ab"));
    }

    @Test
    void theMostSpecificHostWins() {
        RoutingTable table =
                new RoutingTable.Builder()
                        .add("", Route.prefix("/", pool("any")))
                        .add("*.foo.com", Route.prefix("/", pool("star")))
                        .add("Bar.foo.com", Route.prefix("/only", pool("bar")))
                        .add("bar.foo.com", Route.otherwise(pool("bar-default")))
                        .build();
        assertEquals("bar", found(table, "bar.foo.COM", "/only/this"));
        assertEquals("bar-default", found(table, "bar.foo.com", "/else"));
        assertEquals("star", found(table, "baz.foo.com", "/"));
        assertEquals("any", found(table, "a.baz.foo.com", "/"));
        assertEquals("any", found(table, "foo.com", "/"));
    }

    @Test
    void ofEqualRoutesTheFirstCounts() {
        RoutingTable table =
                new RoutingTable.Builder()
                        .add("h", Route.prefix("/a", pool("first")))
                        .add("h", Route.prefix("/a/", pool("second")))
                        .build();
        assertEquals("first", found(table, "h", "/a"));
    }
}
