package io.pinisi.portal.kubeconfig;

/**
 * An API that takes the tokens of single sign-on.
 *
 * @param client of the provider, whose tokens it takes
 * @param certificateAuthority PEM
 */
public record KubernetesApi(String name, String url, String client, String certificateAuthority) {}
