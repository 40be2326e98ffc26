package io.pinisi.portal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.kinds.TenantValidation;
import io.pinisi.portal.tenants.Member;
import io.pinisi.portal.tenants.TenantDraft;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class TenantFormsTest {
    private static final TenantDraft ACME =
            new TenantDraft(
                    "acme",
                    "Acme Trading",
                    List.of(new Member("owner", "Group", "/tenants/acme")),
                    Map.of("acme-shop", "Web shop"),
                    List.of("bali"),
                    Map.of("region", "eu"),
                    true,
                    Map.of("pods", "20"),
                    List.of("docker.io/library"),
                    "restricted");

    private static ObjectNode spec(String json) {
        return Json.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFormBecomesATenantThatTheHubTakes() {
        ObjectNode tenant = Json.object();
        tenant.putObject("metadata").put("name", "acme");
        TenantForms.fill(tenant.putObject("spec"), ACME);
        assertEquals(List.of(), TenantValidation.validate(tenant));
        assertEquals(
                spec(
                        "{'displayName':'Acme Trading',"
                            + "'members':[{'role':'owner','kind':'Group','name':'/tenants/acme'}],'projects':[{'name':'acme-shop','displayName':'Web"
                            + " shop'}],'clusters':{'names':['bali'],"
                            + "'labelSelector':{'matchLabels':{'region':'eu'}}},"
                            + "'quota':{'scope':'Project','hard':{'pods':'20'}},"
                            + "'allowedRegistries':['docker.io/library'],"
                            + "'podSecurity':'restricted'}"),
                tenant.path("spec"));
    }

    @Test
    void whatTheFormDoesNotShowStays() {
        ObjectNode spec =
                spec(
                        "{'clusters':{'labelSelector':{'matchExpressions':"
                                + "[{'key':'tier','operator':'Exists'}]}}}");
        TenantForms.fill(spec, ACME);
        assertEquals(
                "tier", spec.at("/clusters/labelSelector/matchExpressions/0/key").asString(""));
    }

    @Test
    void labelsThatAreTakenAwayDoNotBecomeASelectorOfEverything() {
        ObjectNode spec = spec("{'clusters':{'labelSelector':{'matchLabels':{'region':'eu'}}}}");
        TenantDraft without =
                new TenantDraft(
                        "acme",
                        "",
                        ACME.members(),
                        Map.of(),
                        List.of(),
                        Map.of(),
                        false,
                        Map.of(),
                        List.of(),
                        "baseline");
        TenantForms.fill(spec, without);
        assertFalse(spec.path("clusters").has("labelSelector"));
        assertFalse(spec.has("quota"));
        assertFalse(spec.has("displayName"));
    }
}
