package io.pinisi.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Two people do together what neither may do alone, and an auditor reads logs for an hour. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApprovalsE2E {
    private static final Duration START = Duration.ofMinutes(6);

    private static final String POLICIES =
            """
            apiVersion: pinisi.io/v1alpha1
            kind: ApprovalPolicy
            metadata: {name: production}
            spec:
              description: Nobody scales production alone.
              actions: [{verbs: [update, delete], resources: [deployments]}]
              scope: {namespaces: [shop]}
              approvers: [{kind: Group, name: "pinisi:operators"}]
              ticket: Required
            ---
            apiVersion: pinisi.io/v1alpha1
            kind: ApprovalPolicy
            metadata: {name: logs}
            spec:
              access: [logs]
              requesters: [{kind: Group, name: "auditors"}]
              approvers: [{kind: Group, name: "pinisi:operators"}]
              validSeconds: 14400
            """;

    private static final String WEB =
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: pinisi/web:1.0}]}
            ---
            apiVersion: policy.karmada.io/v1alpha1
            kind: PropagationPolicy
            metadata: {name: web, namespace: shop}
            spec:
              resourceSelectors: [{apiVersion: apps/v1, kind: Deployment, name: web}]
              placement: {clusterAffinity: {clusterNames: [bali, flores]}}
            """;

    private static final String STAGES =
            """
            apiVersion: pinisi.io/v1alpha1
            kind: ClusterRolloutStrategy
            metadata: {name: careful}
            spec:
              resourceSelectors: [{apiVersion: apps/v1, kind: Deployment, namespace: bay}]
              stages:
              - {name: canary, clusters: {clusterNames: [bali]}}
              - {name: rest, approvals: [Before]}
            """;

    private static final String ROLLOUT = "/rollouts/bay/web-deployment";

    private final Pinisi pinisi = Pinisi.fresh("approvals");
    private BrowserSession requester;
    private BrowserSession approver;
    private BrowserSession auditor;

    @BeforeAll
    void open() {
        Kubectl.requireRecent();
        String rika = pinisi.account("rika", "pinisi:operators");
        String ann = pinisi.account("ann", "pinisi:operators");
        String aude = pinisi.account("aude", "auditors");
        pinisi.start();
        Kubectl hub = pinisi.kubectl("hub");
        hub.ok(
                "create",
                "clusterrolebinding",
                "auditors",
                "--clusterrole=pinisi-auditor",
                "--group=auditors");
        hub.runWithInput(WEB, "apply", "-f", "-").orFail();
        hub.runWithInput(POLICIES, "apply", "-f", "-").orFail();
        requester = signedIn("rika", rika);
        approver = signedIn("ann", ann);
        auditor = signedIn("aude", aude);
    }

    private BrowserSession signedIn(String name, String password) {
        BrowserSession browser = new BrowserSession(pinisi);
        browser.signInAs(name, password);
        assertThat(browser.heading("Overview")).isVisible();
        browser.visit("Approvals");
        return browser;
    }

    @AfterAll
    void close() {
        for (BrowserSession browser : new BrowserSession[] {requester, approver, auditor}) {
            if (browser != null) {
                browser.close();
            }
        }
        pinisi.close();
    }

    @Test
    @Order(1)
    void whatIsRefusedSaysThatAnotherPersonHasToApproveIt() {
        scale();
        assertThat(requester.dialog().getByText("Policy \"production\"")).isVisible();
        assertThat(requester.dialog().getByText("do the same again")).isVisible();
        requester.screenshot("approvals-refused");
        requester.dialog().getByText("Say why, in request").click();
        assertThat(requester.page().getByText("a reason and a ticket", exactly())).isVisible();
        requester.screenshot("approvals-say-why");
        requester.field("Reason").fill("the feast of Galungan");
        requester.field("Ticket").fill("OPS-7");
        requester.button("Say why").click();
        assertThat(requester.page().getByText("a reason and a ticket", exactly())).isHidden();
        assertThat(requester.button("Approve")).isHidden();
        requester.visit("Approvals");
        assertThat(requester.page().getByText("Asked for by you", exactly())).isVisible();
        requester.screenshot("approvals-requester");
    }

    @Test
    @Order(2)
    void theOtherSeesTheNumberAndApproves() {
        Locator badge = approver.page().getByTitle("1 waiting for your decision");
        assertThat(badge).hasText("1");
        assertThat(approver.page().getByText("Waiting for you", exactly())).isVisible();
        assertThat(approver.page().getByText("the feast of Galungan", exactly())).isVisible();
        assertThat(approver.page().getByText("spec.replicas", exactly())).isVisible();
        approver.screenshot("approvals-approver");
        approver.screenshotInTheDark("approvals-approver-dark");
        approver.field("Your comment").fill("suksma");
        approver.button("Approve").click();
        assertThat(badge).isHidden();
        assertThat(approver.rowsWith("Waiting for others", "Approved")).hasCount(1);
    }

    @Test
    @Order(3)
    void whatIsApprovedIsDoneByDoingItAgain() {
        scale();
        Await.until(
                "the deployment is scaled",
                START,
                () ->
                        pinisi.kubectl("hub")
                                .ok(
                                        "get",
                                        "deployment",
                                        "web",
                                        "-n",
                                        "shop",
                                        "-o",
                                        "jsonpath={.spec.replicas}"),
                "3"::equals);
        requester.visit("Approvals");
        assertThat(requester.rowsWith("Decided", "Used")).hasCount(1);
        requester.screenshot("approvals-used");
    }

    @Test
    @Order(4)
    void anAuditorAsksForLogsAndHasThemForATime() {
        assertThat(auditor.button("Ask for access")).isVisible();
        auditor.button("Ask for access").click();
        auditor.dialog().getByLabel("On clusters").fill("bali");
        auditor.page().getByRole(AriaRole.OPTION).first().click();
        auditor.page().keyboard().press("Escape");
        auditor.field("In namespaces").fill("shop");
        auditor.field("Reason").fill("incident 12");
        auditor.screenshot("approvals-ask");
        auditor.dialogButton("Ask").click();
        assertThat(auditor.page().getByText("Asked for by you", exactly())).isVisible();
        assertThat(approver.page().getByText("incident 12", exactly())).isVisible();
        approver.button("Approve").click();
        assertThat(auditor.rows("Access in force")).hasCount(1);
        auditor.screenshot("approvals-auditor");
        auditor.page().setViewportSize(400, 900);
        auditor.screenshotInTheDark("approvals-auditor-narrow");
        assertThat(approver.rows("Access in force")).hasCount(1);
        approver.rows("Access in force").getByText("End", exact()).click();
        assertThat(auditor.rowsWith("Decided", "Denied")).hasCount(1);
        assertThat(auditor.rows("Access in force")).hasCount(0);
    }

    @Test
    @Order(5)
    void aStageOfARolloutGoesOnWhenAnotherPersonSaysSo() {
        pinisi.kubectl("hub").runWithInput(STAGES, "apply", "-f", "-").orFail();
        pinisi.kubectl("hub").runWithInput(WEB.replace("shop", "bay"), "apply", "-f", "-").orFail();
        awaitPhase("Completed");
        requester.page().navigate("/applications/bay/web");
        requester.button("Change image").click();
        requester.field("Image").fill("pinisi/web:2.0");
        requester.dialogButton("Roll out").click();
        awaitPhase("AwaitingApproval");
        requester.page().navigate(ROLLOUT);
        assertThat(requester.page().getByText("nobody approves his own change")).isVisible();
        assertThat(requester.button("Approve")).isHidden();
        requester.screenshot("approvals-rollout-own");
        approver.page().navigate(ROLLOUT);
        assertThat(approver.button("Approve")).isVisible();
        approver.screenshot("approvals-rollout");
        approver.screenshotInTheDark("approvals-rollout-dark");
        approver.button("Approve").click();
        approver.dialog().getByLabel("Type web-deployment to confirm").fill("web-deployment");
        approver.dialogButton("Approve").click();
        assertThat(approver.page().getByText("rest/before by ann")).isVisible();
        awaitPhase("Completed");
        approver.screenshot("approvals-rollout-approved");
    }

    private void awaitPhase(String phase) {
        Await.until(
                "the rollout is " + phase,
                START,
                () ->
                        pinisi.kubectl("hub")
                                .run(
                                        "get",
                                        "rollout",
                                        "web-deployment",
                                        "-n",
                                        "bay",
                                        "-o",
                                        "jsonpath={.status.phase}")
                                .out(),
                phase::equals);
    }

    /** From one to three. */
    private void scale() {
        requester.page().navigate("/applications/shop/web");
        requester.button("Scale").click();
        requester.dialog().getByLabel("Replicas").fill("3");
        requester.dialogButton("Scale").click();
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }

    private static Locator.GetByTextOptions exact() {
        return new Locator.GetByTextOptions().setExact(true);
    }
}
