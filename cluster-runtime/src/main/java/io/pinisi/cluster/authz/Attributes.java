package io.pinisi.cluster.authz;

import io.pinisi.cluster.authn.UserInfo;

/**
 * What an authorizer judges. For a non-resource request {@code resource} is empty and {@code path}
 * says all; for a resource request absent parts are {@code ""}.
 */
public record Attributes(
        UserInfo user,
        String verb,
        String group,
        String version,
        String resource,
        String subresource,
        String namespace,
        String name,
        String path) {

    public boolean isResourceRequest() {
        return !resource.isEmpty();
    }
}
