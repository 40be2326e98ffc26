package io.pinisi.cluster.ingress.gateway;

import io.pinisi.cluster.ingress.route.Target;
import java.net.InetSocketAddress;

/** How this process gets to a target. */
@FunctionalInterface
public interface Reach {
    /** At its own address. */
    Reach DIRECT = target -> new InetSocketAddress(target.address(), target.port());

    InetSocketAddress of(Target target);
}
