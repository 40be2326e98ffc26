package io.pinisi.portal.kubeconfig;

import io.pinisi.auth.oidc.Tokens;

/** An API and the tokens for it. */
public record Access(KubernetesApi api, Tokens tokens) {}
