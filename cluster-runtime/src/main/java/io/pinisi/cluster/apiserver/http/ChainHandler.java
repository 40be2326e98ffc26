package io.pinisi.cluster.apiserver.http;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.ApiResponse.Body;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.Query;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Translates between Jetty's requests and the chain's. */
final class ChainHandler extends org.eclipse.jetty.server.Handler.Abstract {
    private final Handler chain;
    private final BodyPace pace;

    ChainHandler(Handler chain, BodyPace pace) {
        this.chain = chain;
        this.pace = pace;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        ApiResponse answer = chain.handle(translated(request));
        response.setStatus(answer.status());
        for (ApiResponse.Header header : answer.headers()) {
            response.getHeaders().add(header.name(), header.value());
        }
        switch (answer.body()) {
            case Body.Parts parts -> PartsWriter.write(request, response, callback, parts);
            case Body.Streamed streamed ->
                    FrameWriter.write(request, response, callback, streamed.frames());
            case Body.Tunnelled tunnelled ->
                    TunnelConnection.takeOver(request, response, callback, tunnelled.tunnel());
        }
        return true;
    }

    private ApiRequest translated(Request request) {
        String query = request.getHttpURI().getQuery();
        return new ApiRequest(
                request.getMethod(),
                request.getHttpURI().getPath(),
                Query.parse(query == null ? "" : query),
                headers(request),
                new JettyBody(request, pace),
                TurnedAway.source(request.getConnectionMetaData().getRemoteSocketAddress()),
                "api",
                certificates(request));
    }

    private static Map<String, List<String>> headers(Request request) {
        Map<String, List<String>> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue();
            headers.computeIfAbsent(
                            field.getName().toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                    .add(value == null ? "" : value);
        }
        return headers;
    }

    private static List<X509Certificate> certificates(Request request) {
        if (request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE)
                        instanceof EndPoint.SslSessionData data
                && data.peerCertificates() != null) {
            return List.of(data.peerCertificates());
        }
        return List.of();
    }
}
