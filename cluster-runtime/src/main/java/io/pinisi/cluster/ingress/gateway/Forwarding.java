package io.pinisi.cluster.ingress.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/** What a target is told of the client. Whatever the client itself said of that is left out. */
final class Forwarding {
    private static final String PREFIX = "x-forwarded-";
    private static final Set<String> BELIEVED_FROM_US = Set.of("forwarded", "x-real-ip");

    private Forwarding() {}

    static void put(Request request, HttpFields.Mutable headers) {
        List<String> claimed =
                headers.stream()
                        .map(HttpField::getLowerCaseName)
                        .filter(Forwarding::isAboutClients)
                        .toList();
        claimed.forEach(headers::remove);
        String client = Request.getRemoteAddr(request);
        headers.put("X-Forwarded-For", client);
        headers.put("X-Real-IP", client);
        headers.put("X-Forwarded-Proto", request.isSecure() ? "https" : "http");
        headers.put("X-Forwarded-Port", Integer.toString(Request.getLocalPort(request)));
        String host = request.getHeaders().get("Host");
        if (host != null) {
            headers.put("X-Forwarded-Host", host);
        }
    }

    static boolean isAboutClients(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith(PREFIX) || BELIEVED_FROM_US.contains(lower);
    }
}
