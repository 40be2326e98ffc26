package io.pinisi.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What the product is built from comes under a licence that was looked at; of several licences one
 * is enough.
 */
final class LicencesIT {
    private static final Set<String> ALLOWED =
            Set.of(
                    "0BSD",
                    "Apache-2.0",
                    "BSD-2-Clause",
                    "BSD-3-Clause",
                    "Bouncy Castle Licence", // the text of MIT
                    "CC0-1.0",
                    "EPL-1.0",
                    "EPL-2.0",
                    "Go License", // the text of BSD-3-Clause
                    "ISC",
                    "MIT",
                    "MIT-0",
                    "MPL-2.0");

    @Test
    void everyComponentIsUnderALicenceThatWasLookedAt() throws IOException {
        List<String> others = new ArrayList<>();
        for (JsonNode component : Bill.components()) {
            Set<String> licences = licences(component);
            if (licences.stream().noneMatch(ALLOWED::contains)) {
                others.add(component.path("purl").asString("") + " " + licences);
            }
        }
        assertEquals(List.of(), others);
    }

    private static Set<String> licences(JsonNode component) {
        Set<String> licences = new TreeSet<>();
        for (JsonNode choice : component.path("licenses")) {
            JsonNode licence = choice.path("license");
            licences.add(licence.path("id").asString(licence.path("name").asString("")));
            for (String one : choice.path("expression").asString("").split(" OR ")) {
                licences.add(one.strip());
            }
        }
        licences.remove("");
        return licences;
    }
}
