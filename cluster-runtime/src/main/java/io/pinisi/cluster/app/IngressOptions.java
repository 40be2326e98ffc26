package io.pinisi.cluster.app;

import io.pinisi.cluster.ingress.gateway.GatewayLimits;

/**
 * Where a cluster's ingresses are served.
 *
 * @param address to listen on
 * @param httpPort 0 for any free one
 * @param httpsPort 0 for any free one
 */
public record IngressOptions(String address, int httpPort, int httpsPort, GatewayLimits limits) {}
