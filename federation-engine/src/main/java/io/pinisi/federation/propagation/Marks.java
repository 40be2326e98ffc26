package io.pinisi.federation.propagation;

import io.pinisi.cluster.machinery.meta.Metadata;
import tools.jackson.databind.JsonNode;

/** What the engine writes on the objects it places, to know them again. */
public final class Marks {
    /** Field manager of all that is placed. */
    public static final String MANAGER = "pinisi";

    /** Label of every placed object; observers watch by it. */
    public static final String MANAGED = "pinisi.io/managed";

    /** Annotation: the binding, as {@code namespace/name}. */
    public static final String BINDING = "pinisi.io/binding";

    /** Annotation: uid of the template it was rendered from. */
    public static final String TEMPLATE_UID = "pinisi.io/template-uid";

    /** Annotation: generation of the template it was rendered from. */
    public static final String TEMPLATE_GENERATION = "pinisi.io/template-generation";

    /** Annotation: hash of what was rendered. */
    public static final String RENDERED = "pinisi.io/rendered";

    /** Annotation: hash of the script that says what stays as the member has it. */
    public static final String RETENTION = "pinisi.io/retention";

    /** Annotation: hash of what was applied, where that script made it something else. */
    public static final String RETAINED = "pinisi.io/retained";

    /** Annotation: the object outlives its template, by its policy. */
    public static final String PRESERVED = "pinisi.io/preserved";

    /** Label of what service discovery put there; it gives way to what a policy places. */
    public static final String IMPORTED = "pinisi.io/imported";

    static final String PREFIX = "pinisi.io/";

    private Marks() {}

    static boolean isImported(JsonNode object) {
        return Metadata.of(object).label(IMPORTED) != null;
    }

    static boolean isOurs(JsonNode object, String binding) {
        Metadata metadata = Metadata.of(object);
        return "true".equals(metadata.label(MANAGED))
                && binding.equals(metadata.annotation(BINDING));
    }
}
