package io.pinisi.federation.membership;

import io.pinisi.cluster.apiserver.ApiResponse.Header;
import io.pinisi.cluster.authn.UserInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How a member is told on whose behalf it is asked. */
final class Impersonation {
    private Impersonation() {}

    static List<Header> headers(UserInfo person) {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Impersonate-User", person.name()));
        if (!person.uid().isEmpty()) {
            headers.add(new Header("Impersonate-Uid", person.uid()));
        }
        person.groups().forEach(group -> headers.add(new Header("Impersonate-Group", group)));
        person.extra()
                .forEach(
                        (key, values) ->
                                values.forEach(
                                        value ->
                                                headers.add(
                                                        new Header(
                                                                "Impersonate-Extra-" + escaped(key),
                                                                value))));
        return headers;
    }

    private static String escaped(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8);
    }
}
