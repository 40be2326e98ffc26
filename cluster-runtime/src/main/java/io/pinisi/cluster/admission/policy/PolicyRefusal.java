package io.pinisi.cluster.admission.policy;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.util.List;

/** How a request is refused in a policy's name. */
final class PolicyRefusal {
    private PolicyRefusal() {}

    static ApiException of(AdmissionRequest request, Reason reason, String words) {
        String name = request.key().name();
        return new ApiException(
                reason,
                request.resource().groupResource() + " \"" + name + "\" is forbidden: " + words,
                new ApiException.Details(
                        request.resource().group(),
                        request.resource().resource(),
                        name,
                        List.of(),
                        0));
    }
}
