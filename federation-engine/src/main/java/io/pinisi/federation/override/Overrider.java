package io.pinisi.federation.override;

import tools.jackson.databind.node.ObjectNode;

/** One change of an object. */
interface Overrider {
    /** Which of a rule's lists it stands in, for messages: {@code imageOverrider[0]}. */
    String field();

    /**
     * @throws io.pinisi.cluster.machinery.error.ApiException where it does not fit the object
     */
    void apply(ObjectNode object);

    /** What is done to a value. */
    enum Operator {
        ADD,
        REMOVE,
        REPLACE;

        static Operator of(String text) {
            return switch (text) {
                case "add" -> ADD;
                case "remove" -> REMOVE;
                default -> REPLACE;
            };
        }

        String text() {
            return switch (this) {
                case ADD -> "add";
                case REMOVE -> "remove";
                case REPLACE -> "replace";
            };
        }
    }
}
