package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.scheduler.NodeState;
import io.pinisi.cluster.scheduler.ScoreRule;
import java.util.List;

/** Likes nodes that have the pod's large images already. */
final class ImageLocality implements ScoreRule {
    private static final long MEBI = 1024L * 1024;
    private static final long MIN = 23 * MEBI;
    private static final long MAX_PER_CONTAINER = 1000 * MEBI;

    @Override
    public String name() {
        return "ImageLocality";
    }

    @Override
    public long[] score(Request request) {
        List<String> images = request.pod().images().stream().map(ImageLocality::tagged).toList();
        long max = MAX_PER_CONTAINER * Math.max(1, images.size());
        List<NodeState> all = request.snapshot().nodes();
        double[] spread =
                images.stream()
                        .mapToDouble(
                                image ->
                                        (double) all.stream().filter(n -> has(n, image)).count()
                                                / all.size())
                        .toArray();
        return request.nodes().stream()
                .mapToLong(
                        node -> BEST * (clamp(sum(node, images, spread), max) - MIN) / (max - MIN))
                .toArray();
    }

    private static boolean has(NodeState node, String image) {
        return node.images().containsKey(image);
    }

    /** An image that few nodes have counts less, lest all pods go to those few. */
    private static long sum(NodeState node, List<String> images, double[] spread) {
        long sum = 0;
        for (int i = 0; i < images.size(); i++) {
            sum += (long) (node.images().getOrDefault(images.get(i), 0L) * spread[i]);
        }
        return sum;
    }

    private static long clamp(long size, long max) {
        return Math.clamp(size, MIN, max);
    }

    private static String tagged(String image) {
        return image.lastIndexOf(':') <= image.lastIndexOf('/') ? image + ":latest" : image;
    }
}
