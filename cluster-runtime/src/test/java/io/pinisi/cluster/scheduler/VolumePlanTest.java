package io.pinisi.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.controller.view.ClaimView;
import io.pinisi.cluster.controller.view.StorageClassView;
import io.pinisi.cluster.controller.view.VolumeView;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class VolumePlanTest {
    private static final Map<String, String> N1 = Map.of("kubernetes.io/hostname", "n1");
    private static final Map<String, String> N2 = Map.of("kubernetes.io/hostname", "n2");

    private final Map<ObjectKey, ClaimView> claims = new HashMap<>();
    private final Map<String, VolumeView> volumes = new HashMap<>();
    private final Map<String, StorageClassView> classes = new HashMap<>();

    private ClaimView theClaim() {
        return Objects.requireNonNull(claims.get(ObjectKey.of("default", "data")));
    }

    private void claim(String name, String metadata, String spec) {
        ObjectNode claim =
                ControllerBench.tree(
                        """
                        {'metadata': {'name': '%s', 'namespace': 'default', 'uid': 'uid-%s'%s},
                         'spec': {'accessModes': ['ReadWriteOnce'],
                          'resources': {'requests': {'storage': '1Gi'}}%s}}
                        """
                                .formatted(name, name, metadata, spec));
        claims.put(Metadata.key(claim), new ClaimView(claim));
    }

    private void volume(String name, String node, String more) {
        ObjectNode volume =
                ControllerBench.tree(
                        """
                        {'metadata': {'name': '%s'}, 'status': {'phase': 'Available'},
                         'spec': {'accessModes': ['ReadWriteOnce'], 'capacity': {'storage': '1Gi'}%s,
                          'nodeAffinity': {'required': {'nodeSelectorTerms': [{'matchExpressions': [
                           {'key': 'kubernetes.io/hostname', 'operator': 'In', 'values': ['%s']}]}]}}}}
                        """
                                .formatted(name, more, node));
        volumes.put(name, new VolumeView(volume));
    }

    private void storageClass(String provisioner, String mode) {
        classes.put(
                "disk",
                new StorageClassView(
                        ControllerBench.tree(
                                "{'metadata': {'name': 'disk'}, 'provisioner': '%s', 'volumeBindingMode': '%s'}"
                                        .formatted(provisioner, mode))));
    }

    private VolumePlan plan(String... names) {
        StringBuilder list = new StringBuilder();
        for (String name : names) {
            list.append(list.isEmpty() ? "" : ", ");
            list.append(
                    "{'name': '%s', 'persistentVolumeClaim': {'claimName': '%s'}}"
                            .formatted(name, name));
        }
        PodFacts pod =
                PodFacts.of(
                        ControllerBench.tree(
                                """
                                {'metadata': {'name': 'p', 'namespace': 'default', 'uid': 'p'},
                                 'spec': {'containers': [], 'volumes': [%s]}}
                                """
                                        .formatted(list)));
        return VolumePlan.of(pod, new VolumeState(claims, volumes, classes));
    }

    private static String reason(VolumePlan plan, String node, Map<String, String> labels) {
        return plan.judge(node, labels) instanceof Verdict.Unfit unfit
                ? unfit.reasons().getFirst()
                : "";
    }

    @Test
    void aClaimThatIsAbsentIsNamed() {
        assertEquals("persistentvolumeclaim \"data\" not found", reason(plan("data"), "n1", N1));
    }

    @Test
    void aBoundClaimTiesThePodToItsVolume() {
        claim(
                "data",
                ", 'annotations': {'pv.kubernetes.io/bind-completed': 'yes'}",
                ", 'volumeName': 'v'");
        volume("v", "n2", "");

        assertEquals(
                "node(s) didn't match PersistentVolume's node affinity",
                reason(plan("data"), "n1", N1));
        assertEquals("", reason(plan("data"), "n2", N2));
        assertEquals(List.of(), plan("data").tasks("n2", N2));
    }

    @Test
    void aClaimThatIsToBeBoundAtOnceIsWaitedFor() {
        storageClass("x", "Immediate");
        claim("data", "", ", 'storageClassName': 'disk'");

        assertEquals(
                "pod has unbound immediate PersistentVolumeClaims", reason(plan("data"), "n1", N1));
    }

    @Test
    void aVolumeOfTheNodeComesBeforeANewOne() {
        storageClass("x", "WaitForFirstConsumer");
        claim("data", "", ", 'storageClassName': 'disk'");
        volume("v", "n1", ", 'storageClassName': 'disk'");

        assertEquals(
                List.of(
                        new VolumePlan.Task.Keep(
                                theClaim(), Objects.requireNonNull(volumes.get("v")))),
                plan("data").tasks("n1", N1));
        assertEquals(
                List.of(new VolumePlan.Task.Provision(theClaim())), plan("data").tasks("n2", N2));
    }

    @Test
    void twoClaimsDoNotShareAVolume() {
        storageClass("kubernetes.io/no-provisioner", "WaitForFirstConsumer");
        claim("a", "", ", 'storageClassName': 'disk'");
        claim("b", "", ", 'storageClassName': 'disk'");
        volume("v", "n1", ", 'storageClassName': 'disk'");

        assertEquals("", reason(plan("a"), "n1", N1));
        assertEquals(
                "node(s) didn't find available persistent volumes to bind",
                reason(plan("a", "b"), "n1", N1));
    }

    @Test
    void aClaimThatHasNamedANodeIsServedNowhereElse() {
        storageClass("x", "WaitForFirstConsumer");
        claim(
                "data",
                ", 'annotations': {'volume.kubernetes.io/selected-node': 'n1'}",
                ", 'storageClassName': 'disk'");

        assertEquals("", reason(plan("data"), "n1", N1));
        assertEquals(
                "node(s) didn't find available persistent volumes to bind",
                reason(plan("data"), "n2", N2));
    }
}
