package io.pinisi.cluster.apiserver.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pinisi.cluster.apiserver.negotiation.Accepted.Encoding;
import io.pinisi.cluster.apiserver.negotiation.Accepted.Form;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import org.junit.jupiter.api.Test;

final class AcceptedTest {
    @Test
    void theFirstRangeThatCanBeServedDecides() {
        assertEquals(
                new Accepted(Encoding.JSON, Form.TABLE, "v1"),
                Accepted.of(
                        "application/json;as=Table;v=v1;g=meta.k8s.io,"
                                + "application/json;as=Table;v=v1beta1;g=meta.k8s.io,"
                                + "application/json"));
        assertEquals(
                new Accepted(Encoding.JSON, Form.OBJECT, "v1"),
                Accepted.of("application/vnd.kubernetes.protobuf,application/json"));
        assertEquals(
                new Accepted(Encoding.JSON, Form.OBJECT, "v1"),
                Accepted.of("text/html, */*;q=0.8"));
        assertEquals(
                new Accepted(Encoding.YAML, Form.OBJECT, "v1"), Accepted.of("application/yaml"));
        assertEquals(
                new Accepted(Encoding.JSON, Form.METADATA, "v1"),
                Accepted.of("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"));
    }

    @Test
    void whatCannotBeServedIsNotAcceptable() {
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () -> Accepted.of("application/vnd.kubernetes.protobuf"));
        assertEquals(Reason.NOT_ACCEPTABLE, refusal.reason());
    }
}
