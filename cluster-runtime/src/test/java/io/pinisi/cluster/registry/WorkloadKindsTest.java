package io.pinisi.cluster.registry;

import static io.pinisi.cluster.registry.testing.RegistryFixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.machinery.schema.TableColumn;
import io.pinisi.cluster.registry.testing.RegistryFixture;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The kinds that make pods: rules, columns, and what stays as it is. */
class WorkloadKindsTest {
    private static final ObjectKey WEB = ObjectKey.of("shop", "web");
    private static final String TEMPLATE =
            "template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: i}]}}";
    private static final String SELECTED = "selector: {matchLabels: {app: web}}, " + TEMPLATE;
    private static final String JOB_TEMPLATE =
            "template: {spec: {restartPolicy: Never, containers: [{name: a, image: i}]}}";

    private final RegistryFixture registry = new RegistryFixture();

    @AfterEach
    void close() {
        registry.close();
    }

    private ObjectNode create(String apiVersion, String resource, String spec) {
        return registry.create(
                apiVersion, resource, "shop", "metadata: {name: web}\nspec: " + spec);
    }

    private String fault(String apiVersion, String resource, String spec) {
        ApiException e = assertThrows(ApiException.class, () -> create(apiVersion, resource, spec));
        String message = String.valueOf(e.getMessage());
        int at = message.indexOf("invalid: ");
        return at < 0 ? message : message.substring(at + "invalid: ".length());
    }

    private String faultOfUpdate(String apiVersion, String resource, Consumer<ObjectNode> change) {
        ObjectNode next = registry.get(apiVersion, resource, WEB);
        change.accept(next);
        ApiException e =
                assertThrows(
                        ApiException.class, () -> registry.update(apiVersion, resource, WEB, next));
        String message = String.valueOf(e.getMessage());
        return message.substring(message.indexOf("invalid: ") + "invalid: ".length());
    }

    /** All cells but name and age, those of {@code -o wide} included, as one line. */
    private String row(String apiVersion, String resource, String status) {
        ObjectNode object = registry.get(apiVersion, resource, WEB);
        if (!status.isEmpty()) {
            object.set("status", yaml(status));
        }
        registry.advance(Duration.ofMinutes(5));
        ResourceDefinition definition =
                registry.source()
                        .current()
                        .definition(GroupVersionResource.of(apiVersion, resource))
                        .orElseThrow();
        return definition.versions().getFirst().columns().stream()
                .filter(column -> !column.name().equals("Name") && !column.name().equals("Age"))
                .map(column -> cell(column, object))
                .collect(Collectors.joining(", "));
    }

    private static String cell(TableColumn column, ObjectNode object) {
        return column.name() + "=" + column.cell().apply(object).asString("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {TEMPLATE} | spec.selector: Required value
                    {selector: {}, TEMPLATE} | spec.selector: Invalid value: {}: empty selector is invalid for statefulset
                    {replicas: -1, SELECTED} | spec.replicas: Invalid value: -1: must be greater than or equal to 0
                    {ordinals: {start: -1}, SELECTED} | spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0
                    {podManagementPolicy: Wild, SELECTED} | spec.podManagementPolicy: Invalid value: "Wild": must be 'OrderedReady' or 'Parallel'
                    {updateStrategy: {type: OnDelete, rollingUpdate: {partition: 1}}, SELECTED} | spec.updateStrategy.rollingUpdate: Invalid value: true: only allowed for updateStrategy 'RollingUpdate'
                    {updateStrategy: {rollingUpdate: {partition: -1}}, SELECTED} | spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0
                    {persistentVolumeClaimRetentionPolicy: {whenDeleted: Keep}, SELECTED} | spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Unsupported value: "Keep": supported values: "Retain", "Delete"
                    {selector: {matchLabels: {app: db}}, TEMPLATE} | spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`
                    """)
    void statefulSets(String spec, String fault) {
        String found = fault("apps/v1", "statefulsets", filled(spec));
        assertTrue(found.contains(fault), found);
    }

    private static String filled(String spec) {
        return spec.replace("SELECTED", SELECTED)
                .replace("JOB_TEMPLATE", JOB_TEMPLATE)
                .replace("TEMPLATE", TEMPLATE);
    }

    @Test
    void aStatefulSetKeepsMostOfItsSpec() {
        create("apps/v1", "statefulsets", "{serviceName: web, " + SELECTED + "}");
        assertEquals(
                "spec: Forbidden: updates to statefulset spec for fields other than 'replicas',"
                        + " 'ordinals', 'template', 'updateStrategy',"
                        + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are"
                        + " forbidden",
                faultOfUpdate(
                        "apps/v1",
                        "statefulsets",
                        set -> set.withObject("spec").put("serviceName", "other")));
        ObjectNode set = registry.get("apps/v1", "statefulsets", WEB);
        set.withObject("spec").put("replicas", 3).put("minReadySeconds", 5);
        assertEquals(
                2, Metadata.of(registry.update("apps/v1", "statefulsets", WEB, set)).generation());
        assertEquals(
                "Ready=2/3, Containers=a, Images=i",
                row("apps/v1", "statefulsets", "{readyReplicas: 2}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {selector: {}, TEMPLATE} | spec.selector: Invalid value: {}: empty selector is invalid for daemonset
                    {updateStrategy: {type: Sometimes}, SELECTED} | spec.updateStrategy: Unsupported value: "Sometimes": supported values: "RollingUpdate", "OnDelete"
                    {updateStrategy: {rollingUpdate: {maxSurge: 1}}, SELECTED} | spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero
                    {updateStrategy: {rollingUpdate: {maxUnavailable: 0}}, SELECTED} | spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0
                    {updateStrategy: {rollingUpdate: {maxUnavailable: 200%}}, SELECTED} | spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: "200%": must not be greater than 100%
                    """)
    void daemonSets(String spec, String fault) {
        String found = fault("apps/v1", "daemonsets", filled(spec));
        assertTrue(found.contains(fault), found);
    }

    @Test
    void aDaemonSetCountsItsTemplates() {
        ObjectNode set = create("apps/v1", "daemonsets", "{" + SELECTED + "}");
        assertEquals("1", templateGeneration(set));
        set.withObject("spec").put("minReadySeconds", 3);
        set = registry.update("apps/v1", "daemonsets", WEB, set);
        assertEquals("1", templateGeneration(set));
        set.withObject("spec").withObject("template").withObject("spec").put("hostNetwork", true);
        set = registry.update("apps/v1", "daemonsets", WEB, set);
        assertEquals("2", templateGeneration(set));
        assertEquals(
                "Desired=3, Current=2, Ready=1, Up-to-date=2, Available=1, Node Selector=<none>,"
                        + " Containers=a, Images=i, Selector=app=web",
                row(
                        "apps/v1",
                        "daemonsets",
                        "{desiredNumberScheduled: 3, currentNumberScheduled: 2, numberReady: 1,"
                                + " updatedNumberScheduled: 2, numberAvailable: 1}"));
    }

    private static String templateGeneration(ObjectNode set) {
        return String.valueOf(
                Metadata.of(set).annotation("deprecated.daemonset.template.generation"));
    }

    @Test
    void aReplicationControllerSelectsByPlainLabels() {
        ObjectNode made = create("v1", "replicationcontrollers", "{replicas: 2, " + TEMPLATE + "}");
        assertEquals("web", Json.text(made, "spec", "selector", "app"));
        assertEquals("web", Json.text(made, "metadata", "labels", "app"));
        ObjectNode scale =
                registry.endpoint("v1", "replicationcontrollers", "scale").get(WEB, "").tree();
        assertEquals("app=web", Json.text(scale, "status", "selector"));
        assertEquals(
                "Desired=2, Current=1, Ready=0, Containers=a, Images=i, Selector=app=web",
                row("v1", "replicationcontrollers", "{replicas: 1}"));
        assertEquals(
                "spec.template: Required value",
                fault("v1", "replicationcontrollers", "{selector: {app: web}}"));
    }

    @Test
    void aPodTemplateShowsItsContainers() {
        registry.create("v1", "podtemplates", "shop", "metadata: {name: web}\n" + TEMPLATE);
        assertEquals("Containers=a, Images=i, Pod Labels=app=web", row("v1", "podtemplates", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {TEMPLATE} | spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"
                    {parallelism: -1, JOB_TEMPLATE} | spec.parallelism: Invalid value: -1: must be greater than or equal to 0
                    {completionMode: Indexed, parallelism: 2, JOB_TEMPLATE} | spec.completions: Required value: when completion mode is Indexed
                    {backoffLimitPerIndex: 1, JOB_TEMPLATE} | spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode
                    {completions: 2, completionMode: Indexed, maxFailedIndexes: 1, JOB_TEMPLATE} | spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified
                    {managedBy: me, JOB_TEMPLATE} | spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")
                    {podReplacementPolicy: Never, JOB_TEMPLATE} | spec.podReplacementPolicy: Unsupported value: "Never": supported values: "Failed", "TerminatingOrFailed"
                    {successPolicy: {rules: [{succeededCount: 1}]}, JOB_TEMPLATE} | requires indexed completion mode
                    {completions: 2, completionMode: Indexed, successPolicy: {rules: [{succeededIndexes: "0,5"}]}, JOB_TEMPLATE} | spec.successPolicy.rules[0].succeededIndexes: Invalid value: "0,5": error parsing succeededIndexes: too large index: "5"
                    {podFailurePolicy: {rules: [{action: FailJob}]}, JOB_TEMPLATE} | spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required
                    {podFailurePolicy: {rules: [{action: FailIndex, onExitCodes: {operator: In, values: [1]}}]}, JOB_TEMPLATE} | spec.podFailurePolicy.rules[0].action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set
                    {podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: In, values: [3, 0]}}]}, JOB_TEMPLATE} | spec.podFailurePolicy.rules[0].onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator
                    """)
    void jobs(String spec, String fault) {
        String found = fault("batch/v1", "jobs", filled(spec));
        assertTrue(found.contains(fault), found);
    }

    @Test
    void aJobSelectsItsPodsByItsUid() {
        ObjectNode job = create("batch/v1", "jobs", "{" + JOB_TEMPLATE + "}");
        String uid = Metadata.uid(job);
        String label = "batch.kubernetes.io/controller-uid";
        assertEquals(uid, Json.text(job, "spec", "selector", "matchLabels", label));
        ObjectNode labels = (ObjectNode) job.at("/spec/template/metadata/labels");
        assertEquals(uid, labels.path(label).asString());
        assertEquals(uid, labels.path("controller-uid").asString());
        assertEquals("web", labels.path("batch.kubernetes.io/job-name").asString());
        assertEquals("web", labels.path("job-name").asString());
        assertEquals(
                "Status=Complete, Completions=1/1, Duration=30s, Containers=a, Images=i, Selector="
                        + label
                        + "="
                        + uid,
                row(
                        "batch/v1",
                        "jobs",
                        "{succeeded: 1, startTime: '2026-01-01T00:00:00Z', completionTime:"
                                + " '2026-01-01T00:00:30Z', conditions: [{type: Complete, status:"
                                + " 'True'}]}"));
    }

    @Test
    void aJobKeepsItsTemplateOnceItHasBegun() {
        create("batch/v1", "jobs", "{suspend: true, " + JOB_TEMPLATE + "}");
        ObjectNode job = registry.get("batch/v1", "jobs", WEB);
        job.withObject("spec")
                .withObject("template")
                .withObject("spec")
                .withObject("nodeSelector")
                .put("disk", "fast");
        registry.update("batch/v1", "jobs", WEB, job);
        String fault =
                faultOfUpdate(
                        "batch/v1",
                        "jobs",
                        next ->
                                next.withObject("spec")
                                        .withObject("template")
                                        .withObject("spec")
                                        .put("hostNetwork", true));
        assertTrue(fault.startsWith("spec.template: Invalid value:"), fault);
        assertTrue(fault.endsWith(": field is immutable"), fault);
        assertEquals(
                "spec.completions: Invalid value: 5: field is immutable",
                faultOfUpdate(
                        "batch/v1", "jobs", next -> next.withObject("spec").put("completions", 5)));
    }

    @Test
    void aFinishedJobsStatusMustMakeSense() {
        create("batch/v1", "jobs", "{" + JOB_TEMPLATE + "}");
        ObjectNode job = registry.get("batch/v1", "jobs", WEB);
        job.set("status", yaml("{active: 1, conditions: [{type: Complete, status: 'True'}]}"));
        ResourceEndpoint status = registry.endpoint("batch/v1", "jobs", "status");
        ApiException e =
                assertThrows(ApiException.class, () -> status.update(registry.call(), WEB, job));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("status.active: Invalid value: 1: active>0 is invalid"));
        assertTrue(message.contains("status.completionTime: Required value"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {jobTemplate: {spec: {JOB_TEMPLATE}}} | spec.schedule: Required value
                    {schedule: often, jobTemplate: {spec: {JOB_TEMPLATE}}} | spec.schedule: Invalid value: "often": expected exactly 5 fields, found 1: [often]
                    {schedule: "TZ=UTC * * * * *", jobTemplate: {spec: {JOB_TEMPLATE}}} | spec.schedule: Invalid value: "TZ=UTC * * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead
                    {schedule: "* * * * *", timeZone: Mars/Base, jobTemplate: {spec: {JOB_TEMPLATE}}} | spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base
                    {schedule: "* * * * *", timeZone: Local, jobTemplate: {spec: {JOB_TEMPLATE}}} | spec.timeZone: Invalid value: "Local": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones
                    {schedule: "* * * * *", concurrencyPolicy: Maybe, jobTemplate: {spec: {JOB_TEMPLATE}}} | spec.concurrencyPolicy: Unsupported value: "Maybe": supported values: "Allow", "Forbid", "Replace"
                    {schedule: "* * * * *", jobTemplate: {spec: {selector: {}, JOB_TEMPLATE}}} | spec.jobTemplate.spec.selector: Invalid value: {}: `selector` will be auto-generated
                    {schedule: "* * * * *", jobTemplate: {spec: {TEMPLATE}}} | spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"
                    """)
    void cronJobs(String spec, String fault) {
        String found = fault("batch/v1", "cronjobs", filled(spec));
        assertTrue(found.contains(fault), found);
    }

    @Test
    void aCronJobShowsWhenItRanLast() {
        create(
                "batch/v1",
                "cronjobs",
                "{schedule: '@daily', timeZone: Asia/Jakarta, jobTemplate: {spec: {"
                        + JOB_TEMPLATE
                        + "}}}");
        assertEquals(
                "Schedule=@daily, Timezone=Asia/Jakarta, Suspend=False, Active=1, Last"
                        + " Schedule=5m, Containers=a, Images=i, Selector=<none>",
                row(
                        "batch/v1",
                        "cronjobs",
                        "{active: [{name: web-1}], lastScheduleTime: '2026-01-01T00:00:00Z'}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {minAvailable: 1, maxUnavailable: 1} | minAvailable and maxUnavailable cannot be both set
                    {minAvailable: -1} | spec.minAvailable: Invalid value: -1: must be greater than or equal to 0
                    {maxUnavailable: 101%} | spec.maxUnavailable: Invalid value: "101%": must not be greater than 100%
                    {unhealthyPodEvictionPolicy: Never} | spec.unhealthyPodEvictionPolicy: Unsupported value: "Never": supported values: "AlwaysAllow", "IfHealthyBudget"
                    {selector: {matchExpressions: [{key: a, operator: In}]}} | spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'
                    """)
    void disruptionBudgets(String spec, String fault) {
        String found = fault("policy/v1", "poddisruptionbudgets", spec);
        assertTrue(found.contains(fault), found);
    }

    @Test
    void aDisruptionBudgetShowsWhatItAllows() {
        create("policy/v1", "poddisruptionbudgets", "{maxUnavailable: 30%}");
        assertEquals(
                "Min Available=N/A, Max Unavailable=30%, Allowed Disruptions=2",
                row("policy/v1", "poddisruptionbudgets", "{disruptionsAllowed: 2}"));
    }
}
