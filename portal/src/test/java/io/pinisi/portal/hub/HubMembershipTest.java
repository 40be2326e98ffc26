package io.pinisi.portal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.portal.membership.JoinRequest;
import io.pinisi.portal.membership.Joined;
import java.util.List;
import org.junit.jupiter.api.Test;

class HubMembershipTest {
    private static final Identity PERSON =
            new Identity("local:ayu:1", "ayu", List.of("sailors"), "session");

    @Test
    void faultsNameTheirFields() {
        ApiException invalid =
                ApiException.invalid(
                        "",
                        "Kubeconfig",
                        "",
                        List.of(
                                FieldError.forbidden("users.user.exec", "programs are not run"),
                                FieldError.invalid("metadata.name", "\"B\"", "lower case")));
        List<Joined.Fault> faults = HubMembership.faults(invalid);
        assertEquals(
                List.of("users.user.exec", "metadata.name"),
                faults.stream().map(Joined.Fault::field).toList());
        assertEquals("Forbidden: programs are not run", faults.getFirst().message());
    }

    @Test
    void aRefusalWithoutFieldsIsItsOneSentence() {
        assertEquals(
                List.of(new Joined.Fault("", "the kubeconfig is no YAML")),
                HubMembership.faults(ApiException.badRequest("the kubeconfig is no YAML")));
    }

    @Test
    void aListThatMayNotBeReadIsRefusedInTheServersWords() {
        GroupResource deployments = new GroupResource("apps", "deployments");
        Refusals.requireList(true, PERSON, deployments);
        ApiException refusal =
                assertThrows(
                        ApiException.class, () -> Refusals.requireList(false, PERSON, deployments));
        assertEquals(Reason.FORBIDDEN, refusal.reason());
        assertEquals(
                "deployments.apps is forbidden: User \"ayu\" cannot list resource \"deployments\""
                        + " in API group \"apps\" at the cluster scope",
                refusal.getMessage());
    }

    @Test
    void aRequestDoesNotPrintItsKubeconfig() {
        assertFalse(
                new JoinRequest("lombok", "token: secret", "", "").toString().contains("secret"));
    }
}
