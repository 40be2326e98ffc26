package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.node.container.PodObjects;
import io.pinisi.cluster.node.probe.HandlerCall;
import io.pinisi.cluster.node.runtime.ContainerRuntime;
import io.pinisi.cluster.node.volume.Volumes;
import java.time.InstantSource;

/** What the workers of one node share. */
record NodeServices(
        NodeSettings settings,
        ApiClient client,
        ContainerRuntime runtime,
        Volumes volumes,
        PodObjects objects,
        Lister services,
        HandlerCall calls,
        EventRecorder events,
        InstantSource clock) {}
