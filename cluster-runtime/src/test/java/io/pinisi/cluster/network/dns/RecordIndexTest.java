package io.pinisi.cluster.network.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RecordIndexTest {
    private static final String DOMAIN = "cluster.local";

    private final RecordIndex index =
            RecordIndex.of(
                    DOMAIN,
                    List.of(
                            service(
                                    "web",
                                    "\"clusterIP\": \"10.0.0.9\", \"ports\": [{\"name\": \"http\","
                                            + " \"port\": 80}]"),
                            service("db", "\"clusterIP\": \"None\""),
                            service(
                                    "out",
                                    "\"type\": \"ExternalName\", \"externalName\":"
                                            + " \"example.org\"")),
                    List.of(
                            json(
                                    """
                                    {"metadata": {"name": "db-1", "namespace": "shop",
                                       "labels": {"kubernetes.io/service-name": "db"}},
                                     "ports": [{"name": "sql", "port": 5432}],
                                     "endpoints": [{"addresses": ["10.0.1.1"], "hostname": "db-0"},
                                       {"addresses": ["10.0.1.2"], "conditions": {"ready": false}}]}
                                    """)));

    private static ObjectNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode service(String name, String spec) {
        return json(
                "{\"metadata\": {\"name\": \"%s\", \"namespace\": \"shop\"}, \"spec\": {%s}}"
                        .formatted(name, spec));
    }

    private List<DnsRecord> find(String name, QuestionType type) {
        return index.find(name + "." + DOMAIN, type);
    }

    @Test
    void aServiceHasItsAddressItsPortsAndItsNameBack() {
        assertEquals(
                List.of(new DnsRecord.Address("web.shop.svc." + DOMAIN, "10.0.0.9")),
                find("web.shop.svc", QuestionType.A));
        assertEquals(
                List.of(
                        new DnsRecord.Service(
                                "_http._tcp.web.shop.svc." + DOMAIN, 80, "web.shop.svc." + DOMAIN)),
                find("_http._tcp.web.shop.svc", QuestionType.SRV));
        assertEquals(
                List.of(new DnsRecord.Pointer("9.0.0.10.in-addr.arpa", "web.shop.svc." + DOMAIN)),
                index.find("9.0.0.10.in-addr.arpa", QuestionType.PTR));
    }

    @Test
    void aHeadlessServiceHasItsReadyPodsByHostname() {
        assertEquals(1, find("db.shop.svc", QuestionType.A).size());
        assertEquals(
                List.of(new DnsRecord.Address("db-0.db.shop.svc." + DOMAIN, "10.0.1.1")),
                find("db-0.db.shop.svc", QuestionType.A));
        assertEquals(
                List.of(
                        new DnsRecord.Service(
                                "_sql._tcp.db.shop.svc." + DOMAIN,
                                5432,
                                "db-0.db.shop.svc." + DOMAIN)),
                find("_sql._tcp.db.shop.svc", QuestionType.SRV));
    }

    @Test
    void anExternalNameIsAnAlias() {
        assertEquals(
                List.of(new DnsRecord.Alias("out.shop.svc." + DOMAIN, "example.org")),
                find("out.shop.svc", QuestionType.A));
    }

    @Test
    void aPodsNameSaysItsAddress() {
        assertEquals(
                List.of(new DnsRecord.Address("10-0-1-7.shop.pod." + DOMAIN, "10.0.1.7")),
                find("10-0-1-7.shop.pod", QuestionType.A));
    }

    @Test
    void aNameThatExistsWithoutSuchARecordIsNotUnknown() {
        assertTrue(find("web.shop.svc", QuestionType.AAAA).isEmpty());
        assertTrue(index.exists("web.shop.svc." + DOMAIN));
        assertTrue(index.exists("shop.svc." + DOMAIN));
        assertFalse(index.exists("absent.shop.svc." + DOMAIN));
        assertTrue(index.answersFor("absent.shop.svc." + DOMAIN));
        assertFalse(index.answersFor("example.org"));
    }

    @Test
    void exportedServicesOfOtherClustersHaveTheirNamesInTheSet() {
        String labels = "\"labels\": {\"multicluster.kubernetes.io/service-name\": \"%s\"}";
        RecordIndex set =
                RecordIndex.of(
                        DOMAIN,
                        List.of(
                                json(
                                        "{\"metadata\": {\"name\": \"derived-web\", \"namespace\":"
                                                + " \"shop\", "
                                                + labels.formatted("web")
                                                + "}, \"spec\": {\"clusterIP\": \"10.0.0.7\","
                                                + " \"ports\": [{\"name\": \"http\", \"port\":"
                                                + " 80}]}}"),
                                json(
                                        "{\"metadata\": {\"name\": \"derived-db\", \"namespace\":"
                                                + " \"shop\", "
                                                + labels.formatted("db")
                                                + "}, \"spec\": {\"clusterIP\": \"None\"}}")),
                        List.of(
                                json(
                                        """
                                        {"metadata": {"name": "i", "namespace": "shop", "labels":
                                           {"kubernetes.io/service-name": "derived-db",
                                            "multicluster.kubernetes.io/source-cluster": "bali"}},
                                         "endpoints": [{"addresses": ["10.9.0.1"], "hostname": "db-0"}]}
                                        """)));
        String web = "web.shop.svc.clusterset.local";
        assertEquals(
                List.of(new DnsRecord.Address(web, "10.0.0.7")), set.find(web, QuestionType.A));
        assertEquals(1, set.find("_http._tcp." + web, QuestionType.SRV).size());
        assertEquals(
                List.of(
                        new DnsRecord.Pointer(
                                RecordIndex.reverse("10.0.0.7"), "derived-web.shop.svc." + DOMAIN)),
                set.find(RecordIndex.reverse("10.0.0.7"), QuestionType.PTR));
        assertEquals(1, set.find("db.shop.svc.clusterset.local", QuestionType.A).size());
        assertEquals(1, set.find("db-0.bali.db.shop.svc.clusterset.local", QuestionType.A).size());
        assertTrue(set.answersFor("nobody.shop.svc.clusterset.local"));
        assertFalse(set.exists("nobody.shop.svc.clusterset.local"));
        assertEquals(
                List.of(new DnsRecord.Text("dns-version.clusterset.local", "1.0.0")),
                set.find("dns-version.clusterset.local", QuestionType.TXT));
    }
}
