package io.pinisi.federation.deploy;

/**
 * Something that keeps a request from being deployed.
 *
 * @param document its number in the request, from 1; 0 where it is about the whole
 * @param object such as {@code Deployment/web}, may be empty
 * @param field such as {@code spec.replicas}, may be empty
 */
public record Problem(int document, String object, String field, String message) {

    static Problem general(String field, String message) {
        return new Problem(0, "", field, message);
    }

    /** One line for people. */
    @Override
    public String toString() {
        String where = document == 0 ? "" : "document " + document;
        if (!object.isEmpty()) {
            where += (where.isEmpty() ? "" : ", ") + object;
        }
        if (!field.isEmpty()) {
            where += (where.isEmpty() ? "" : ", ") + field;
        }
        return where.isEmpty() ? message : where + ": " + message;
    }
}
