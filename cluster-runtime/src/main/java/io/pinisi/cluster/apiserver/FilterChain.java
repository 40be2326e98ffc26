package io.pinisi.cluster.apiserver;

import java.util.List;

/** Filters around a handler, the first one outermost. */
public final class FilterChain {
    private FilterChain() {}

    public static Handler of(List<Filter> filters, Handler innermost) {
        Handler chain = innermost;
        for (Filter filter : filters.reversed()) {
            Handler next = chain;
            chain = request -> filter.handle(request, next);
        }
        return chain;
    }
}
