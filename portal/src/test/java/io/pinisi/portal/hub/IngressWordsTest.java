package io.pinisi.portal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.portal.discovery.SharedIngress;
import io.pinisi.portal.status.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IngressWordsTest {
    @Test
    void aClusterServesWhereOneOfItsServicesDoes() {
        SharedIngress row =
                row(
                        """
                        loadBalancer: {ingress: [{ip: 10.1.2.3, ports: [{port: 80}, {port: 443}]}]}
                        clusters:
                        - {name: bali, service: web, endpoints: 2, weight: 3}
                        - {name: bali, service: api, endpoints: 1, weight: 3}
                        - {name: flores, service: web, endpoints: 0, weight: 1}
                        - {name: sumba, service: web, endpoints: 4, weight: 0}
                        trafficBlockClusters: [timor]
                        conditions: [{type: Ready, status: 'True', message: fine}]
                        """);
        assertEquals(List.of("bali × 3"), row.serving());
        assertEquals(List.of("flores", "sumba", "timor"), row.resting());
        assertEquals(List.of("10.1.2.3:80", "10.1.2.3:443"), row.addresses());
        assertEquals(List.of("shop.example"), row.hosts());
        assertEquals(Level.DEGRADED, row.status().level());
        assertEquals("Reduced", row.status().word());
    }

    @Test
    void oneThatNobodyServesSaysWhy() {
        SharedIngress row =
                row("conditions: [{type: Ready, status: 'False', message: no gateway}]");
        assertEquals(Level.FAILED, row.status().level());
        assertEquals("no gateway", row.status().detail());
    }

    @Test
    void oneThatAllServeIsReady() {
        SharedIngress row =
                row(
                        """
                        clusters: [{name: bali, service: web, endpoints: 2, weight: 3}]
                        conditions: [{type: Ready, status: 'True'}]
                        """);
        assertEquals(Level.HEALTHY, row.status().level());
    }

    private static SharedIngress row(String status) {
        return IngressWords.row(
                Yaml.parse(
                                """
                                metadata: {namespace: shop, name: front}
                                spec: {rules: [{host: shop.example}, {host: shop.example}, {}]}
                                status:
                                """
                                        + status.indent(2))
                        .getFirst());
    }
}
