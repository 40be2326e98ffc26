package io.pinisi.cluster.ingress.route;

import java.util.Comparator;

/**
 * One path of one host.
 *
 * @param path of a prefix, without the slash at its end; of everything, empty
 */
public record Route(Kind kind, String path, Pool pool) {
    /** The longest path first; of equally long ones the exact one. */
    static final Comparator<Route> ORDER =
            Comparator.comparing((Route route) -> route.kind == Kind.DEFAULT)
                    .thenComparing(route -> -route.length())
                    .thenComparing(Route::kind);

    /** How the path is meant. */
    public enum Kind {
        EXACT,
        PREFIX,
        /** Whatever no other route of the host takes. */
        DEFAULT
    }

    public static Route exact(String path, Pool pool) {
        return new Route(Kind.EXACT, path, pool);
    }

    /** Matches element by element: {@code /a} takes {@code /a}, {@code /a/} and {@code /a/b}. */
    public static Route prefix(String path, Pool pool) {
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return new Route(Kind.PREFIX, bare, pool);
    }

    public static Route otherwise(Pool pool) {
        return new Route(Kind.DEFAULT, "", pool);
    }

    /** As the path was written, where {@code /} and no slash at the end are alike. */
    private int length() {
        return kind == Kind.EXACT && path.endsWith("/") ? path.length() - 1 : path.length();
    }

    boolean matches(String requested) {
        return switch (kind) {
            case EXACT -> requested.equals(path);
            case PREFIX ->
                    requested.startsWith(path)
                            && (requested.length() == path.length()
                                    || requested.charAt(path.length()) == '/');
            case DEFAULT -> true;
        };
    }
}
