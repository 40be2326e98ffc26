package io.pinisi.cluster.network.proxy;

import java.util.List;

/**
 * One port of one service.
 *
 * @param id {@code namespace/name:port}, for people and for names of chains
 * @param nodePort 0 for none
 * @param affinitySeconds how long a client stays with its backend; 0 for not at all
 * @param localOnly whether connections from outside stay on the node they came to
 */
public record ServicePort(
        String id,
        String protocol,
        List<String> addresses,
        int port,
        int nodePort,
        int affinitySeconds,
        boolean localOnly,
        List<Backend> backends) {
    public ServicePort {
        addresses = List.copyOf(addresses);
        backends = backends.stream().distinct().sorted().toList();
    }
}
