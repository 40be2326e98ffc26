package io.pinisi.portal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.fleet.BindingSummary;
import io.pinisi.federation.fleet.BindingSummary.State;
import io.pinisi.federation.fleet.BindingSummary.Work;
import io.pinisi.federation.placement.Template;
import io.pinisi.portal.applications.BindingRow;
import io.pinisi.portal.applications.WorkRow;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class BindingWordsTest {
    private static final Template WEB =
            new Template(GroupVersionKind.of("apps/v1", "Deployment"), ObjectKey.of("shop", "web"));

    @Test
    void aRevisionSaysHowFarItIs() {
        assertEquals("5", BindingWords.revision(work(5, OptionalLong.of(5))));
        assertEquals("4 of 5", BindingWords.revision(work(5, OptionalLong.of(4))));
        assertEquals("none of 5", BindingWords.revision(work(5, OptionalLong.empty())));
        assertEquals("–", BindingWords.revision(work(0, OptionalLong.of(0))));
    }

    @Test
    void everyCopyIsALineOfItsOwn() {
        List<WorkRow> rows =
                BindingWords.works(List.of(binding("[]", work(5, OptionalLong.of(5)))));
        assertEquals("Deployment shop/web", rows.getFirst().object());
        assertEquals("2", rows.getFirst().replicas());
        assertEquals("Refused", rows.getFirst().status().word());
        assertEquals("no such field", rows.getFirst().status().detail());
    }

    @Test
    void whatIsNotDecidedYetIsNotKnown() {
        String conditions =
                "[{type: Scheduled, status: 'True', reason: Success, message: m}, {type:"
                        + " FullyApplied, status: 'False', reason: Applying, message: soon}]";
        BindingRow row = BindingWords.bindings(List.of(binding(conditions))).getFirst();
        assertEquals(Status.healthy("Yes"), row.scheduled());
        assertEquals(new Status(Level.PROGRESSING, "Applying", "soon"), row.applied());
        assertEquals("web-deployment", row.binding());
        assertEquals(
                Level.UNKNOWN,
                BindingWords.bindings(List.of(binding("[]"))).getFirst().applied().level());
    }

    private static BindingSummary binding(String conditions, Work... copies) {
        JsonNode tree = Yaml.parse("{c: " + conditions + "}").getFirst().path("c");
        return new BindingSummary(WEB, "web-deployment", tree, List.of(copies));
    }

    private static Work work(long wanted, OptionalLong applied) {
        return new Work(
                "bali",
                OptionalInt.of(2),
                State.FAILED,
                "no such field",
                wanted,
                applied,
                Optional.empty());
    }
}
