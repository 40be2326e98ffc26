package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.fleet.Applications;
import io.pinisi.federation.membership.PodRow;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.PresentOnlyException;
import io.pinisi.portal.pods.LogRequest;
import io.pinisi.portal.pods.LogStream;
import io.pinisi.portal.pods.Pod;
import io.pinisi.portal.pods.PodDetail;
import io.pinisi.portal.pods.PodRef;
import io.pinisi.portal.pods.PodService;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Pods as their members had them; what they wrote into their logs is not kept. */
final class PastPods implements PodService {
    private final Past past;

    PastPods(Past past) {
        this.past = past;
    }

    static Pod row(Past.Seen seen) {
        Pod known = MemberPods.row(seen.source(), PodRow.of(seen.object()));
        return new Pod(
                known.ref(),
                seen.or(known.status()),
                known.ready(),
                known.containers(),
                known.restarts(),
                known.node(),
                known.ip(),
                known.created());
    }

    @Override
    public PodDetail get(Identity who, PodRef ref) {
        Past.Seen seen =
                past.find(who, ref.cluster(), "pods", ref.namespace(), ref.name())
                        .orElseThrow(() -> past.missing("pod " + ref.name()));
        ObjectNode pod = seen.object();
        return new PodDetail(
                row(seen),
                Applications.of(pod).map(application -> application.name()).orElse(""),
                Metadata.of(pod).labels(),
                MemberPods.containers(pod),
                Trees.conditions(pod),
                List.of());
    }

    @Override
    public void delete(Identity who, PodRef pod) {
        throw new PresentOnlyException();
    }

    @Override
    public LogStream log(Identity who, LogRequest request) {
        throw new PresentOnlyException();
    }

    @Override
    public Changes changes() {
        return Past.NEVER;
    }
}
