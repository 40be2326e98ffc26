package io.pinisi.portal.applications;

import io.pinisi.portal.history.FieldChange;
import java.util.List;

/**
 * An object of an application as clusters get it.
 *
 * @param question what is shown, with nothing left open
 * @param objects all of the application
 * @param clusters that get this one
 * @param problems why a cluster's form cannot be made; empty where it can
 * @param differences between left and right
 * @param steps which override changed what, in the clusters that are compared
 * @param yaml what the right cluster gets
 */
public record Rendering(
        RenderQuestion question,
        List<String> objects,
        List<String> clusters,
        List<String> problems,
        List<FieldChange> differences,
        List<Step> steps,
        String yaml) {
    public Rendering {
        objects = List.copyOf(objects);
        clusters = List.copyOf(clusters);
        problems = List.copyOf(problems);
        differences = List.copyOf(differences);
        steps = List.copyOf(steps);
    }

    /**
     * One field that an override changed.
     *
     * @param rule which of the policy's overriders
     */
    public record Step(String cluster, String policy, String rule, FieldChange change) {}
}
