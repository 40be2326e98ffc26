package io.pinisi.portal.rollout;

/** Names a rollout. */
public record RolloutRef(String namespace, String name) {
    public String path() {
        return "rollouts/" + namespace + "/" + name;
    }
}
