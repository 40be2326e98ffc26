package io.pinisi.cluster.apiserver.filter;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.ApiResponse.Header;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.RequestContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Numbers the request, binds its context, and puts onto the answer what the context collected: the
 * id, the warnings, and what filters say of it.
 */
public final class RequestIdentity implements Filter {
    private static final Pattern ACCEPTED_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Supplier<String> ids;
    private final InstantSource clock;

    public RequestIdentity(Supplier<String> ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        String asked = request.header("audit-id");
        String id = ACCEPTED_ID.matcher(asked).matches() ? asked : ids.get();
        RequestContext context = new RequestContext(id, clock.instant(), request.source());
        ApiResponse response = context.call(() -> next.handle(request));
        List<Header> headers = new ArrayList<>(context.headers());
        for (String warning : context.warnings()) {
            headers.add(new Header("Warning", "299 - " + quoted(warning)));
        }
        headers.add(new Header("Audit-Id", id));
        return response.with(headers);
    }

    /** A quoted-string of RFC 9110: control characters would end the header. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8).append('"');
        text.codePoints()
                .forEach(
                        c -> {
                            if (c == '"' || c == '\\') {
                                out.append('\\');
                            }
                            out.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
                        });
        return out.append('"').toString();
    }
}
