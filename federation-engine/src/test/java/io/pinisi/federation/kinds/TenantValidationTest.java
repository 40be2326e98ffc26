package io.pinisi.federation.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.federation.testing.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TenantValidationTest {

    @Test
    void aGoodTenantHasNoFaults() {
        assertEquals(
                List.of(),
                faults(
                        "acme",
                        """
                        members:
                        - {role: owner, kind: Group, name: /tenants/acme/owners}
                        - {role: viewer, kind: User, name: ann@acme.example}
                        projects: [{name: acme-shop}, {name: acme-shop-test}]
                        clusters: {names: [bali], labelSelector: {matchLabels: {region: eu}}}
                        quota: {hard: {pods: 10, requests.cpu: "2.5", count/deployments.apps: 4}}
                        allowedRegistries: [docker.io/library, 'registry.acme.example:5000/team']
                        """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Acme | clusters: {} | metadata.name",
                "ac-me | clusters: {} | metadata.name",
                "kube | clusters: {} | metadata.name",
                "acme | projects: [{name: other-shop}] | spec.projects[0].name",
                "acme | projects: [{name: acme-}] | spec.projects[0].name",
                "acme | projects: [{name: acme-a}, {name: acme-a}] | spec.projects[1].name",
                "acme | members: [{role: owner, kind: Group, name: 'system:authenticated'}]"
                        + " | spec.members[0].name",
                "acme | members: [{role: owner, kind: User, name: a}, {role: viewer, kind: User,"
                        + " name: a}] | spec.members[1]",
                "acme | clusters: {names: [Bali]} | spec.clusters.names[0]",
                "acme | clusters: {labelSelector: {matchExpressions: [{key: a, operator: Near}]}}"
                        + " | spec.clusters.labelSelector",
                "acme | quota: {hard: {pods: many}} | spec.quota.hard[pods]",
                "acme | quota: {hard: {pods: -1}} | spec.quota.hard[pods]",
                "acme | quota: {hard: {nvidia.com/gpu: 1}} | spec.quota.hard[nvidia.com/gpu]",
                "acme | allowedRegistries: ['https://quay.io'] | spec.allowedRegistries[0]",
                "acme | allowedRegistries: ['quay.io/'] | spec.allowedRegistries[0]",
            })
    void aFaultNamesItsField(String name, String spec, String field) {
        assertEquals(List.of(field), faults(name, spec).stream().map(FieldError::field).toList());
    }

    private static List<FieldError> faults(String name, String spec) {
        return TenantValidation.validate(
                Scenario.yaml("metadata: {name: " + name + "}\nspec:\n" + spec.indent(2)));
    }
}
