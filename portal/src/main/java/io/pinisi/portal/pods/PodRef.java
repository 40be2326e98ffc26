package io.pinisi.portal.pods;

/** Names one pod of the fleet. */
public record PodRef(String cluster, String namespace, String name) {
    public String path() {
        return "clusters/" + cluster + "/pods/" + namespace + "/" + name;
    }
}
