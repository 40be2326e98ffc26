package io.pinisi.federation.reverse;

import java.util.Optional;

/** The names by which agents and hub know each other. */
public final class AgentPaths {
    /** What the connection of an agent is upgraded to. */
    public static final String PROTOCOL = "pinisi-agent.v1";

    /** The group of all agents. */
    public static final String GROUP = "system:pinisi:agents";

    /** Who signs the certificates of agents. */
    public static final String SIGNER = "pinisi.io/agent";

    /** The group of bearers of tokens for agents, whatever their cluster. */
    public static final String NEWCOMERS = "system:bootstrappers:pinisi:agents";

    private static final String USER = "system:pinisi:agent:";
    private static final String PREFIX = "/agents/";
    private static final String SUFFIX = "/connection";

    private AgentPaths() {}

    /** The user that the agent of a cluster is. */
    public static String user(String cluster) {
        return USER + cluster;
    }

    /** The group of bearers of a token for the agent of one cluster. */
    public static String newcomers(String cluster) {
        return "system:bootstrappers:pinisi:agent:" + cluster;
    }

    /** Where the agent of a cluster connects. */
    public static String connection(String cluster) {
        return PREFIX + cluster + SUFFIX;
    }

    /** The cluster whose agent connects at the path; empty where no agent does. */
    public static Optional<String> cluster(String path) {
        boolean fits =
                path.startsWith(PREFIX)
                        && path.endsWith(SUFFIX)
                        && path.length() > PREFIX.length() + SUFFIX.length();
        return fits
                ? Optional.of(path.substring(PREFIX.length(), path.length() - SUFFIX.length()))
                        .filter(name -> name.indexOf('/') < 0)
                : Optional.empty();
    }

    /** The cluster of an agent's user name; empty where the user is no agent. */
    public static Optional<String> clusterOf(String user) {
        return user.startsWith(USER) && user.length() > USER.length()
                ? Optional.of(user.substring(USER.length()))
                : Optional.empty();
    }
}
