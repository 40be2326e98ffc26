package io.pinisi.cluster.machinery.apply;

/**
 * Who owns fields. Two updates through different versions of the API are different managers; an
 * apply is the same one through any version.
 *
 * @param version the API version of an update, empty for an apply
 */
record Manager(String name, Operation operation, String version, String subresource)
        implements Comparable<Manager> {

    /** As {@code managedFields} spells it. */
    enum Operation {
        APPLY("Apply"),
        UPDATE("Update");

        private final String text;

        Operation(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    static Manager applying(String name, String subresource) {
        return new Manager(name, Operation.APPLY, "", subresource);
    }

    static Manager updating(String name, String version, String subresource) {
        return new Manager(name, Operation.UPDATE, version, subresource);
    }

    boolean applies() {
        return operation == Operation.APPLY;
    }

    /** As conflicts name it: {@code "kubectl" with subresource "scale" using apps/v1}. */
    String inWords() {
        StringBuilder words = new StringBuilder("\"" + name + "\"");
        if (!subresource.isEmpty()) {
            words.append(" with subresource \"").append(subresource).append('"');
        }
        if (!applies()) {
            words.append(" using ").append(version);
        }
        return words.toString();
    }

    @Override
    public int compareTo(Manager other) {
        return order().compareTo(other.order());
    }

    private String order() {
        return String.join("\u0000", name, operation.text, version, subresource);
    }
}
