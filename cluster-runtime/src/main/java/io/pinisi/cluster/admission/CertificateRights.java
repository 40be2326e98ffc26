package io.pinisi.cluster.admission;

import io.pinisi.cluster.admission.AdmissionRequest.Operation;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who approves a request for a certificate or puts the certificate into it needs the right to do so
 * for its signer; and nobody gets the certificate of an almighty one by request.
 */
public final class CertificateRights implements ValidatingPlugin {
    private static final String GROUP = "certificates.k8s.io";
    private static final String REQUESTS = "certificatesigningrequests";
    private static final String CLIENT_SIGNER = "kubernetes.io/kube-apiserver-client";

    /** Asks whether someone may act for a signer. */
    @FunctionalInterface
    public interface SignerRights {
        boolean may(UserInfo user, String verb, String signer);
    }

    /** What a request asks to be certified as. */
    @FunctionalInterface
    public interface Subjects {
        /** Whether one of the organizations in the subject of the request is the given one. */
        boolean names(String request, String organization);
    }

    private final SignerRights rights;
    private final Subjects subjects;

    public CertificateRights(SignerRights rights, Subjects subjects) {
        this.rights = rights;
        this.subjects = subjects;
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode object = request.object();
        if (object == null
                || !request.resource().resource().equals(REQUESTS)
                || !request.resource().group().equals(GROUP)) {
            return;
        }
        String signer = object.path("spec").path("signerName").asString("");
        switch (request.subresource()) {
            case "approval" -> require(request, "approve", signer);
            case "status" -> {
                ObjectNode old = request.oldObject();
                boolean signed =
                        old != null
                                && !old.path("status")
                                        .path("certificate")
                                        .equals(object.path("status").path("certificate"));
                if (signed) {
                    require(request, "sign", signer);
                }
            }
            default -> checkSubject(request, object, signer);
        }
    }

    private void require(AdmissionRequest request, String verb, String signer) {
        if (!rights.may(request.user(), verb, signer)) {
            throw ApiException.forbidden(
                    request.resource().groupResource(),
                    request.key().name(),
                    "user not permitted to "
                            + verb
                            + " requests with signerName \""
                            + signer
                            + "\"");
        }
    }

    private void checkSubject(AdmissionRequest request, ObjectNode object, String signer) {
        if (request.operation() == Operation.CREATE
                && signer.equals(CLIENT_SIGNER)
                && subjects.names(
                        object.path("spec").path("request").asString(""), UserInfo.MASTERS)) {
            throw ApiException.forbidden(
                    request.resource().groupResource(),
                    request.key().name(),
                    "use of "
                            + CLIENT_SIGNER
                            + " signer with "
                            + UserInfo.MASTERS
                            + " group is not allowed");
        }
    }
}
