package io.pinisi.cluster.apiserver.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pinisi.cluster.apiserver.negotiation.Accepted.Encoding;
import io.pinisi.cluster.apiserver.negotiation.Accepted.Form;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import org.junit.jupiter.api.Test;

final class AcceptedTest {
    private static Accepted accepted(String header) {
        return Accepted.of(header, () -> false);
    }

    @Test
    void theFirstRangeThatCanBeServedDecides() {
        assertEquals(
                new Accepted(Encoding.JSON, Form.TABLE, "v1"),
                accepted(
                        "application/json;as=Table;v=v1;g=meta.k8s.io,"
                                + "application/json;as=Table;v=v1beta1;g=meta.k8s.io,"
                                + "application/json"));
        assertEquals(
                new Accepted(Encoding.JSON, Form.OBJECT, "v1"),
                accepted("application/vnd.kubernetes.protobuf,application/json"));
        assertEquals(
                new Accepted(Encoding.JSON, Form.OBJECT, "v1"), accepted("text/html, */*;q=0.8"));
        assertEquals(new Accepted(Encoding.YAML, Form.OBJECT, "v1"), accepted("application/yaml"));
        assertEquals(
                new Accepted(Encoding.JSON, Form.METADATA, "v1"),
                accepted("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"));
    }

    @Test
    void protobufIsServedToWhoWantsItFirstAndOfKindsThatHaveIt() {
        String wish = "application/vnd.kubernetes.protobuf,application/json";
        assertEquals(Encoding.PROTOBUF, Accepted.of(wish, () -> true).encoding());
        assertEquals(Encoding.JSON, Accepted.of(wish, () -> false).encoding());
        assertEquals(
                Encoding.JSON,
                Accepted.of(
                                "application/vnd.kubernetes.protobuf;q=0.5,application/json",
                                () -> true)
                        .encoding());
        assertEquals(Encoding.JSON, Accepted.of("*/*", () -> true).encoding());
    }

    @Test
    void aTableHasNoProtobufFormButMetadataHasEvenOfCustomResources() {
        String as = "application/vnd.kubernetes.protobuf;g=meta.k8s.io;v=v1;as=";
        assertEquals(
                new Accepted(Encoding.JSON, Form.OBJECT, "v1"),
                Accepted.of(as + "Table,application/json", () -> true));
        assertEquals(
                new Accepted(Encoding.PROTOBUF, Form.METADATA, "v1"),
                accepted(as + "PartialObjectMetadata"));
    }

    @Test
    void aWildcardIsTheLastChoiceOfItsWeight() {
        assertEquals(Encoding.YAML, accepted("*/*,application/yaml").encoding());
        assertEquals(Encoding.JSON, accepted("*/*,application/yaml;q=0.1").encoding());
    }

    @Test
    void whatCannotBeServedIsNotAcceptable() {
        ApiException refusal =
                assertThrows(
                        ApiException.class, () -> accepted("application/vnd.kubernetes.protobuf"));
        assertEquals(Reason.NOT_ACCEPTABLE, refusal.reason());
        assertEquals(
                "only the following media types are accepted: application/json, application/yaml",
                refusal.getMessage());
        ApiException watch =
                assertThrows(
                        ApiException.class, () -> Accepted.ofWatch("application/yaml", () -> true));
        assertEquals(
                "only the following media types are accepted: application/json;stream=watch,"
                        + " application/vnd.kubernetes.protobuf;stream=watch",
                watch.getMessage());
    }
}
