package io.pinisi.federation.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClusterVariablesTest {
    private static final ClusterFacts BALI =
            ClusterFacts.of(
                    Yaml.parse(
                                    """
                                    metadata:
                                      name: bali
                                      labels: {topology.example/rack: r1}
                                      annotations: {variables.pinisi.io/domain: bali.example}
                                    spec: {provider: acme, region: id, zones: [id-a]}
                                    """)
                            .getFirst());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain | plain",
                "${cluster.name}-${cluster.provider} | bali-acme",
                "${cluster.region}/${cluster.zone} | id/id-a",
                "${cluster.labels[topology.example/rack]} | r1",
                "x.${cluster.variables[domain]}:80 | x.bali.example:80",
                "$${cluster.name} | ${cluster.name}",
                "$$${cluster.name} | $${cluster.name}",
                "${HOME} $(NAME) ${clusters.name} | ${HOME} $(NAME) ${clusters.name}",
            })
    void aTextBecomesTheClusters(String text, String expected) {
        assertEquals(expected, ClusterVariables.expand(text, BALI));
        assertEquals(List.of(), ClusterVariables.faults(text));
    }

    @ParameterizedTest
    @CsvSource({
        "${cluster.nmae}",
        "${cluster.name",
        "${cluster.}",
        "${cluster.labels[]}",
        "${cluster.labels.tier}",
        "${cluster.variables[x}",
    })
    void whatIsNoVariableAnywhereIsAFaultOfTheText(String text) {
        assertEquals(1, ClusterVariables.faults(text).size());
        assertThrows(ApiException.class, () -> ClusterVariables.expand(text, BALI));
    }

    @ParameterizedTest
    @CsvSource({
        "${cluster.labels[absent]}, has no label absent",
        "${cluster.variables[absent]}, has no variable absent",
    })
    void whatTheClusterLacksNamesTheCluster(String text, String expected) {
        assertEquals(List.of(), ClusterVariables.faults(text));
        ApiException fault =
                assertThrows(ApiException.class, () -> ClusterVariables.expand(text, BALI));
        assertTrue(
                String.valueOf(fault.getMessage()).contains("cluster \"bali\" " + expected),
                fault::toString);
    }

    @Test
    void oneOfSeveralZonesIsNotChosenByChance() {
        ClusterFacts wide =
                ClusterFacts.of(
                        Yaml.parse("{metadata: {name: w}, spec: {zones: [a, b]}}").getFirst());
        ApiException fault =
                assertThrows(
                        ApiException.class, () -> ClusterVariables.expand("${cluster.zone}", wide));
        assertTrue(String.valueOf(fault.getMessage()).contains("more than one zone"));
    }
}
