package io.pinisi.portal.ui;

import com.vaadin.flow.router.Location;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a page shows stands in its address, so that it can be passed on. */
public final class Address {
    private Address() {}

    /** The first value of a parameter, or empty. */
    public static String parameter(Location location, String name) {
        return location.getQueryParameters()
                .getParameters()
                .getOrDefault(name, List.of(""))
                .getFirst();
    }

    /** Parameters without a value are left out. */
    public static String of(String path, Map<String, String> parameters) {
        String query =
                parameters.entrySet().stream()
                        .filter(parameter -> !parameter.getValue().isEmpty())
                        .map(
                                parameter ->
                                        parameter.getKey()
                                                + "="
                                                + URLEncoder.encode(
                                                        parameter.getValue(),
                                                        StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }
}
