package io.pinisi.cluster.machinery.expression;

/** What one user may do, for rules that ask ({@code authorizer} in CEL). */
@FunctionalInterface
public interface Permissions {
    /** A user who may nothing. */
    Permissions NONE = _ -> new Answer(false, "");

    Answer ask(Question question);

    /** The permissions of a service account, asked for in the name of somebody else. */
    default Permissions ofServiceAccount(String namespace, String name) {
        return NONE;
    }

    /**
     * @param path of what is no resource; empty for a resource
     */
    record Question(
            String verb,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name,
            String path) {
        static Question ofPath(String path) {
            return new Question("", "", "", "", "", "", path);
        }

        static Question ofGroup(String group) {
            return new Question("", group, "", "", "", "", "");
        }

        /** One of the parts of a resource by the name that its function has. */
        Question with(String part, String value) {
            return new Question(
                    part.equals("check") ? value : verb,
                    group,
                    part.equals("resource") ? value : resource,
                    part.equals("subresource") ? value : subresource,
                    part.equals("namespace") ? value : namespace,
                    part.equals("name") ? value : name,
                    path);
        }
    }

    /**
     * @param reason may be empty
     */
    record Answer(boolean allowed, String reason) {}

    /** A question on its way, by the type that says how far it is. */
    sealed interface Check {
        Permissions permissions();

        Question question();

        /** Of a path. */
        record OfPath(Permissions permissions, Question question) implements Check {}

        /** Of a group, whose resource is still to be named. */
        record OfGroup(Permissions permissions, Question question) implements Check {}

        /** Of a resource. */
        record OfResource(Permissions permissions, Question question) implements Check {}

        default Answer answer(String verb) {
            return permissions().ask(question().with("check", verb));
        }
    }

    /** The check of the resource that a request is about. */
    default Check.OfResource of(Question resource) {
        return new Check.OfResource(this, resource);
    }
}
