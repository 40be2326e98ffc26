package io.pinisi.cluster.image;

import java.util.Set;

/**
 * A reference to an image in full, as containerd writes it: {@code nginx} is {@code
 * docker.io/library/nginx:latest}.
 *
 * @param reference a tag or a digest
 */
public record ImageName(String host, String repository, String reference) {
    private static final String DOCKER_HUB = "docker.io";
    private static final String OFFICIAL = "library/";
    private static final String NEWEST = "latest";
    private static final Set<String> DOCKER_HUB_ALIASES =
            Set.of("index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");

    public ImageName {
        if (host.isEmpty() || repository.isEmpty() || reference.isEmpty()) {
            throw new IllegalArgumentException("an image has a host, a repository and a tag");
        }
    }

    /**
     * Completes a reference as people write it.
     *
     * @throws IllegalArgumentException it is empty somewhere
     */
    public static ImageName parse(String written) {
        int digest = written.indexOf('@');
        String name = digest < 0 ? written : written.substring(0, digest);
        String reference = digest < 0 ? NEWEST : written.substring(digest + 1);
        int colon = name.lastIndexOf(':');
        if (colon > name.lastIndexOf('/')) {
            reference = digest < 0 ? name.substring(colon + 1) : reference;
            name = name.substring(0, colon);
        }
        int slash = name.indexOf('/');
        if (slash > 0 && isHost(name.substring(0, slash))) {
            return of(name.substring(0, slash), name.substring(slash + 1), reference);
        }
        return of(DOCKER_HUB, name, reference);
    }

    /** The name of a request to a mirror: {@code namespace} is the host that is mirrored. */
    static ImageName of(String namespace, String repository, String reference) {
        boolean hub =
                namespace.isEmpty()
                        || namespace.equals(DOCKER_HUB)
                        || DOCKER_HUB_ALIASES.contains(namespace);
        if (!hub) {
            return new ImageName(namespace, repository, reference);
        }
        boolean official = !repository.isEmpty() && repository.indexOf('/') < 0;
        return new ImageName(DOCKER_HUB, official ? OFFICIAL + repository : repository, reference);
    }

    private static boolean isHost(String first) {
        return first.contains(".") || first.contains(":") || first.equals("localhost");
    }

    @Override
    public String toString() {
        return host + "/" + repository + (isDigest(reference) ? "@" : ":") + reference;
    }

    static boolean isDigest(String reference) {
        return reference.startsWith("sha256:");
    }
}
