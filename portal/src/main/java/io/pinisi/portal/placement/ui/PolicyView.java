package io.pinisi.portal.placement.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.placement.Impact;
import io.pinisi.portal.placement.PlacementService;
import io.pinisi.portal.placement.PolicyRef;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.TextUpload;
import io.pinisi.portal.ui.TypedConfirmation;
import io.pinisi.portal.ui.Work;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One policy as text on the left, and what saving it would move on the right. */
@Prototype
@Route("policies/:namespace/:name")
@RouteAlias("policies/new")
final class PolicyView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;
    private static final int TYPING_MILLIS = 400;
    private static final String EXAMPLE =
            """
            apiVersion: policy.karmada.io/v1alpha1
            kind: PropagationPolicy
            metadata:
              namespace: default
              name: everywhere
            spec:
              resourceSelectors:
                - apiVersion: apps/v1
                  kind: Deployment
              placement:
                clusterAffinity:
                  labelSelector: {}
            """;

    private final transient BackendSlot backend;
    private final transient Identity who = Person.current();
    private final TextArea yaml = new TextArea("Policy");
    private final ImpactPanel impact;
    private final Button save = new Button("Save", click -> save());
    private transient @Nullable PolicyRef policy;

    /** Which question the latest preview answers; older answers are dropped. */
    private int asked;

    PolicyView(BackendSlot backend, InstantSource clock) {
        super("Policy");
        this.backend = backend;
        this.impact = new ImpactPanel(clock);
        yaml.addClassName("yaml");
        yaml.setMinRows(18);
        yaml.setMaxRows(32);
        yaml.setWidthFull();
        yaml.getElement().setAttribute("spellcheck", "false");
        yaml.setHelperText("A PropagationPolicy or ClusterPropagationPolicy");
        yaml.setValueChangeMode(ValueChangeMode.LAZY);
        yaml.setValueChangeTimeout(TYPING_MILLIS);
        save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        save.setEnabled(false);
        Div editor =
                new Div(
                        yaml,
                        TextUpload.into(
                                yaml, PlacementService.LONGEST_POLICY, ".yaml", ".yml", ".json"));
        editor.addClassName("stack");
        Div left = new Div(new Panel("Policy", editor));
        Div right = new Div(new Panel("What will happen", impact).with(save));
        right.addClassName("sticky");
        Div steps = new Div(left, right);
        steps.addClassNames("steps", "even");
        add(steps);
        impact.ask("Not yet", "Write a policy, and what it would move appears here.");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String name = event.getRouteParameters().get("name").orElse("");
        yaml.addValueChangeListener(change -> preview());
        if (name.isEmpty()) {
            setHeading("New policy", Links.to("policies", "Policies"));
            yaml.setValue(EXAMPLE);
            return;
        }
        PolicyRef ref =
                PolicyRef.ofPath(event.getRouteParameters().get("namespace").orElse("-"), name);
        policy = ref;
        setHeading(ref.toString(), Links.to("policies", "Policies"));
        Button delete = new Button("Delete", click -> delete(ref));
        delete.addClassName("danger");
        addActions(delete);
        Work.run(
                this,
                () -> backend.get().placement().text(who, ref),
                yaml::setValue,
                failure -> impact.fail(failure.about("read this policy")));
    }

    private void preview() {
        asked++;
        save.setEnabled(false);
        if (yaml.getValue().isBlank()) {
            impact.ask("Not yet", "Write a policy, and what it would move appears here.");
            return;
        }
        int question = asked;
        String text = yaml.getValue();
        impact.busy();
        Work.run(
                this,
                () -> backend.get().placement().preview(who, text),
                answer -> {
                    if (question == asked) {
                        impact.show(answer);
                        save.setEnabled(answer.faults().isEmpty());
                    }
                },
                failure -> {
                    if (question == asked) {
                        impact.fail(failure);
                    }
                });
    }

    private void save() {
        String text = yaml.getValue();
        save.setEnabled(false);
        Work.run(
                this,
                () -> backend.get().placement().save(who, text),
                this::saved,
                failure -> {
                    save.setEnabled(true);
                    Notices.failure(failure);
                });
    }

    private void saved(List<Impact.Fault> faults) {
        if (!faults.isEmpty()) {
            impact.refused(faults);
            return;
        }
        Notices.done("Saved" + (policy == null ? "" : " " + policy));
        UI.getCurrent().navigate("policies");
    }

    private void delete(PolicyRef ref) {
        TypedConfirmation.open(
                "Delete " + ref,
                ref.name(),
                "Delete",
                () ->
                        Work.act(
                                this,
                                () -> backend.get().placement().delete(who, ref),
                                () -> {
                                    Notices.done(ref + " is deleted");
                                    UI.getCurrent().navigate("policies");
                                }),
                new Paragraph(
                        "Objects keep their last placement until another policy selects them."));
    }
}
