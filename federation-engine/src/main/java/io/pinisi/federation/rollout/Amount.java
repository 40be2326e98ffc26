package io.pinisi.federation.rollout;

import tools.jackson.databind.JsonNode;

/** So many clusters, or so many of a hundred. */
record Amount(int value, boolean percent) {
    static final Amount NONE = new Amount(0, false);
    static final Amount ONE = new Amount(1, false);

    /** Reads one that passed validation. */
    static Amount of(JsonNode node, Amount unsaid) {
        if (node.isMissingNode() || node.isNull()) {
            return unsaid;
        }
        String text = node.asString("");
        return text.endsWith("%")
                ? new Amount(Integer.parseInt(text.substring(0, text.length() - 1)), true)
                : new Amount(Integer.parseInt(text), false);
    }

    /** Of {@code total}; parts of a cluster are left out. */
    int of(int total) {
        return percent ? (int) ((long) total * value / 100) : value;
    }

    /** The same, and one at least: a rollout always gets on. */
    int atLeastOne(int total) {
        return Math.max(1, of(total));
    }
}
