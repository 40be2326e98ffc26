package io.pinisi.cluster.node.runtime;

import io.pinisi.cluster.node.runtime.cri.AuthConfig;
import io.pinisi.cluster.node.runtime.cri.Image;
import io.pinisi.cluster.node.runtime.cri.ImageStatusRequest;
import io.pinisi.cluster.node.runtime.cri.ImageStatusResponse;
import io.pinisi.cluster.node.runtime.cri.ListImagesRequest;
import io.pinisi.cluster.node.runtime.cri.PullImageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The images of a node, by CRI's image service. */
final class CriImages implements ImageStore {
    private static final Duration PULL = Duration.ofMinutes(30);

    private final CriClient client;

    CriImages(CriClient client) {
        this.client = client;
    }

    @Override
    public List<StoredImage> list() {
        return CriClient.call(
                () ->
                        client
                                .images()
                                .listImages(ListImagesRequest.newBuilder().build())
                                .getImagesList()
                                .stream()
                                .map(CriImages::image)
                                .toList());
    }

    @Override
    public Optional<StoredImage> find(String reference) {
        ImageStatusResponse response =
                CriClient.call(
                        () ->
                                client.images()
                                        .imageStatus(
                                                ImageStatusRequest.newBuilder()
                                                        .setImage(CriMessages.image(reference))
                                                        .build()));
        return response.hasImage() ? Optional.of(image(response.getImage())) : Optional.empty();
    }

    private static StoredImage image(Image image) {
        String user =
                image.hasUid() ? Long.toString(image.getUid().getValue()) : image.getUsername();
        return new StoredImage(
                image.getId(),
                image.getRepoTagsList(),
                image.getRepoDigestsList(),
                image.getSize(),
                user);
    }

    @Override
    public String pull(String reference, RegistryLogin login) {
        PullImageRequest.Builder request =
                PullImageRequest.newBuilder().setImage(CriMessages.image(reference));
        if (!login.equals(RegistryLogin.NONE)) {
            request.setAuth(
                    AuthConfig.newBuilder()
                            .setUsername(login.user())
                            .setPassword(login.password())
                            .setAuth(login.auth())
                            .setIdentityToken(login.identityToken()));
        }
        return CriClient.call(() -> client.images(PULL).pullImage(request.build()).getImageRef());
    }
}
