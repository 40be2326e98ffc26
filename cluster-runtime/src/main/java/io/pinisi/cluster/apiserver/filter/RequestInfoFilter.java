package io.pinisi.cluster.apiserver.filter;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.RequestInfoParser;

/** Reads from path and method what is asked for. */
public final class RequestInfoFilter implements Filter {
    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        RequestContext.current().resolved(RequestInfoParser.parse(request));
        return next.handle(request);
    }
}
