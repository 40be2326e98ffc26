package io.pinisi.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.pinisi.cluster.machinery.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * No component of the product has a flaw that we know of. What is known stands in {@code
 * advisories.json}, so that every build checks it without a network; {@code make scan} asks the OSV
 * database for what is not in it yet.
 */
final class AdvisoriesIT {

    /**
     * @param component {@code group:artifact}, or {@code group:*}
     * @param introduced the first version that has it
     * @param fixed the first that has not
     */
    private record Advisory(String id, String component, Version introduced, Version fixed) {
        boolean concerns(String group, String artifact, String version) {
            boolean named =
                    component.equals(group + ":" + artifact) || component.equals(group + ":*");
            if (!named) {
                return false;
            }
            Version used = Version.parse(version);
            return used.compareTo(introduced) >= 0 && used.compareTo(fixed) < 0;
        }
    }

    @Test
    void noComponentHasAFlawThatIsKnown() throws IOException {
        List<String> known = new ArrayList<>();
        for (JsonNode component : Bill.components()) {
            for (Advisory advisory : advisories()) {
                if (advisory.concerns(
                        component.path("group").asString(""),
                        component.path("name").asString(""),
                        component.path("version").asString(""))) {
                    known.add(component.path("purl").asString("") + " " + advisory.id());
                }
            }
        }
        assertEquals(List.of(), known);
    }

    /** What nothing of ours could ever match is no check. */
    @Test
    void everyAdvisoryIsAboutAComponent() throws IOException {
        TreeSet<String> present = new TreeSet<>();
        for (JsonNode component : Bill.components()) {
            String group = component.path("group").asString("");
            present.add(group + ":*");
            present.add(group + ":" + component.path("name").asString(""));
        }
        TreeSet<String> absent = new TreeSet<>();
        advisories().stream()
                .map(Advisory::component)
                .filter(name -> !present.contains(name))
                .forEach(absent::add);
        assertEquals(new TreeSet<String>(), absent);
    }

    @ParameterizedTest
    @CsvSource({
        "io.netty, netty-codec-http, 4.2.16.Final, true",
        "io.netty, netty-codec-http, 4.2.17.Final, false",
        "io.netty, netty-codec-http, 4.2.4.Final, true",
        "io.netty, netty-common, 4.2.15.Final, true",
        "ch.qos.logback, logback-core, 1.5.9, true",
        "org.postgresql, postgresql, 42.7.3, false",
        "org.postgresql, postgresql, 42.7.11, true",
        "com.google.guava, guava, 33.6.0-jre, false",
    })
    void versionsAreComparedByTheirNumbers(
            String group, String artifact, String version, boolean flawed) throws IOException {
        assertEquals(
                flawed,
                advisories().stream().anyMatch(each -> each.concerns(group, artifact, version)));
    }

    private static List<Advisory> advisories() throws IOException {
        try (InputStream stream = AdvisoriesIT.class.getResourceAsStream("advisories.json")) {
            assertNotNull(stream);
            List<Advisory> advisories = new ArrayList<>();
            for (JsonNode one : Json.parse(stream.readAllBytes()).path("advisories")) {
                advisories.add(
                        new Advisory(
                                one.path("id").asString(""),
                                one.path("package").asString(""),
                                Version.parse(one.path("introduced").asString("")),
                                Version.parse(one.path("fixed").asString(""))));
            }
            return advisories;
        }
    }
}
