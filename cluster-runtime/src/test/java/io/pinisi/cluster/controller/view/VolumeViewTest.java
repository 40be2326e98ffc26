package io.pinisi.cluster.controller.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.controllers.testing.ControllerBench;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolumeViewTest {
    private final List<VolumeView> volumes = new ArrayList<>();

    private void volume(String name, String size, String spec) {
        volumes.add(
                new VolumeView(
                        ControllerBench.tree(
                                """
                                {'metadata': {'name': '%s', 'labels': {'tier': '%s'}},
                                 'status': {'phase': 'Available'},
                                 'spec': {'accessModes': ['ReadWriteOnce'],
                                  'capacity': {'storage': '%s'}%s}}
                                """
                                        .formatted(name, name, size, spec))));
    }

    private String best(String spec) {
        ClaimView claim =
                new ClaimView(
                        ControllerBench.tree(
                                """
                                {'metadata': {'name': 'data', 'namespace': 'default', 'uid': 'u1'},
                                 'spec': {'resources': {'requests': {'storage': '5Gi'}}, %s}}
                                """
                                        .formatted(spec)));
        return VolumeView.bestFor(claim, volumes, volume -> true)
                .map(VolumeView::name)
                .orElse("none");
    }

    @Test
    void theSmallestThatIsLargeEnoughIsTaken() {
        volume("small", "1Gi", "");
        volume("large", "50Gi", "");
        volume("right", "6Gi", "");

        assertEquals("right", best("'accessModes': ['ReadWriteOnce']"));
    }

    @Test
    void modesClassAndLabelsMustFit() {
        volume("disk", "5Gi", ", 'storageClassName': 'fast'");

        assertEquals("none", best("'accessModes': ['ReadWriteOnce']"));
        assertEquals("disk", best("'accessModes': ['ReadWriteOnce'], 'storageClassName': 'fast'"));
        assertEquals("none", best("'accessModes': ['ReadWriteMany'], 'storageClassName': 'fast'"));
        assertEquals(
                "none",
                best(
                        "'accessModes': ['ReadWriteOnce'], 'storageClassName': 'fast',"
                                + " 'selector': {'matchLabels': {'tier': 'gold'}}"));
        assertEquals(
                "none",
                best(
                        "'accessModes': ['ReadWriteOnce'], 'storageClassName': 'fast',"
                                + " 'volumeMode': 'Block'"));
    }

    @Test
    void oneThatIsKeptForTheClaimComesFirst() {
        volume("right", "5Gi", "");
        volume("kept", "9Gi", ", 'claimRef': {'namespace': 'default', 'name': 'data'}");
        volume(
                "others",
                "5Gi",
                ", 'claimRef': {'namespace': 'default', 'name': 'data', 'uid': 'u2'}");

        assertEquals("kept", best("'accessModes': ['ReadWriteOnce']"));
    }
}
