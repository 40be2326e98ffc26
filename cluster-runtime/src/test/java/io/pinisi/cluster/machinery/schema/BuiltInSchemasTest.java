package io.pinisi.cluster.machinery.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltInSchemasTest {
    private static final BuiltInSchemas SCHEMAS = BuiltInSchemas.load();

    @ParameterizedTest
    @CsvSource({
        "v1, Pod, io.k8s.api.core.v1.Pod",
        "v1, Binding, io.k8s.api.core.v1.Binding",
        "v1, Event, io.k8s.api.core.v1.Event",
        "apps/v1, DeploymentList, io.k8s.api.apps.v1.DeploymentList",
        "autoscaling/v1, Scale, io.k8s.api.autoscaling.v1.Scale",
        "autoscaling/v2, HorizontalPodAutoscaler,"
                + " io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler",
        "policy/v1, Eviction, io.k8s.api.policy.v1.Eviction",
        "events.k8s.io/v1, Event, io.k8s.api.events.v1.Event",
        "authorization.k8s.io/v1, SubjectAccessReview,"
                + " io.k8s.api.authorization.v1.SubjectAccessReview",
        "authentication.k8s.io/v1, TokenRequest, io.k8s.api.authentication.v1.TokenRequest",
        "apiextensions.k8s.io/v1, CustomResourceDefinition,"
            + " io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition",
        "apiregistration.k8s.io/v1, APIService,"
                + " io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService",
        "flowcontrol.apiserver.k8s.io/v1, FlowSchema, io.k8s.api.flowcontrol.v1.FlowSchema",
        "v1, Status, io.k8s.apimachinery.pkg.apis.meta.v1.Status",
    })
    void kindsHaveTheirKubernetesNames(String apiVersion, String kind, String name) {
        assertEquals(name, SCHEMAS.nameOf(GroupVersionKind.of(apiVersion, kind)).orElseThrow());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (String name : SCHEMAS.names()) {
            follow(SCHEMAS.named(name));
        }
        assertTrue(SCHEMAS.names().size() > 500);
    }

    private static void follow(Schema schema) {
        String ref = schema.ref();
        if (ref != null) {
            SCHEMAS.named(ref);
        }
        schema.properties().values().forEach(BuiltInSchemasTest::follow);
        Schema items = schema.items();
        if (items != null) {
            follow(items);
        }
        Schema values = schema.additionalProperties();
        if (values != null) {
            follow(values);
        }
    }

    @Test
    void associativeListsHaveKeysThatTheirItemsDeclare() {
        for (String name : SCHEMAS.names()) {
            SCHEMAS.named(name)
                    .properties()
                    .forEach((field, schema) -> requireKeys(name + "." + field, schema));
        }
    }

    private static void requireKeys(String place, Schema list) {
        Schema items = list.items();
        if (items != null) {
            Schema item = SCHEMAS.resolve(items);
            list.listMapKeys()
                    .forEach(key -> assertTrue(item.properties().containsKey(key), place));
            String mergeKey = list.patchMergeKey();
            assertTrue(mergeKey == null || item.properties().containsKey(mergeKey), place);
        }
    }

    @Test
    void fieldsKnowTheirShapes() {
        Schema ports = property("io.k8s.api.core.v1.Container", "ports");
        assertEquals(Schema.ListType.MAP, ports.listType());
        assertEquals("[containerPort, protocol]", ports.listMapKeys().toString());
        Schema image = property("io.k8s.api.core.v1.Container", "image");
        assertTrue(image.description().contains("image name"));
        assertTrue(SCHEMAS.named("io.k8s.api.core.v1.Container").required().contains("name"));
        Schema target = property("io.k8s.api.core.v1.ServicePort", "targetPort");
        assertTrue(SCHEMAS.resolve(target).intOrString());
        Schema limits = property("io.k8s.api.core.v1.ResourceRequirements", "limits");
        Schema quantity = Objects.requireNonNull(limits.additionalProperties());
        assertEquals("quantity", SCHEMAS.resolve(quantity).format());
    }

    private static Schema property(String type, String name) {
        return Objects.requireNonNull(SCHEMAS.named(type).properties().get(name));
    }
}
