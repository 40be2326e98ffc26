package io.pinisi.cluster.controllers.autoscaling;

import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The pods behind a target, wherever they run. Each has a name of its own. */
public interface Population {

    List<PodView> pods(String namespace, LabelSelector selector);

    /**
     * What they use, as {@code metrics.k8s.io} says it, by the names that {@link #pods} has.
     *
     * @throws io.pinisi.cluster.machinery.error.ApiException where nobody can say
     */
    List<ObjectNode> usage(String namespace, String selector);
}
