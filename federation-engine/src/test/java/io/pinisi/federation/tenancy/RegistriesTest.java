package io.pinisi.federation.tenancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.federation.testing.Scenario;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegistriesTest {

    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io/library/nginx",
        "nginx:1.27, docker.io/library/nginx",
        "grafana/loki:3, docker.io/grafana/loki",
        "index.docker.io/library/nginx, docker.io/library/nginx",
        "localhost/web, localhost/web",
        "registry.acme.example:5000/team/web:1, registry.acme.example:5000/team/web",
        "quay.io/x/y@sha256:0123, quay.io/x/y",
        "quay.io/x/y:v1@sha256:0123, quay.io/x/y",
    })
    void aNameIsCompletedAsARuntimeDoes(String image, String whole) {
        assertEquals(whole, Registries.whole(image));
    }

    @Test
    void aRegistryAdmitsWhatIsInItAndNoNeighbour() {
        Registries registries = new Registries(List.of("quay.io/acme", "docker.io/library"));
        assertTrue(registries.admits("quay.io/acme/web:2"));
        assertTrue(registries.admits("nginx"));
        assertFalse(registries.admits("quay.io/acme-evil/web"));
        assertFalse(registries.admits("quay.io.evil.example/acme/web"));
        assertFalse(registries.admits("grafana/loki"));
        assertTrue(new Registries(List.of()).admits("anything/at:all"));
    }

    @Test
    void everySortOfContainerAndVolumeIsLookedAt() {
        Registries registries = new Registries(List.of("quay.io"));
        for (String pod :
                List.of(
                        "initContainers: [{image: evil.example/x}]",
                        "containers: [{image: quay.io/x}, {image: evil.example/x}]",
                        "ephemeralContainers: [{image: evil.example/x}]",
                        "volumes: [{name: v, image: {reference: evil.example/x}}]")) {
            assertEquals(
                    Optional.of("evil.example/x"), registries.stranger(Scenario.yaml(pod)), pod);
        }
    }
}
