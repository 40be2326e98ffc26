package io.pinisi.portal.audit;

/** The forms in which the log can be taken along. */
public enum ExportForm {
    JSON_LINES("jsonl", "JSON lines", "jsonl"),
    CSV("csv", "CSV", "csv"),
    OCSF("ocsf", "OCSF API Activity", "ocsf.jsonl"),
    CLOUD_EVENTS("cloudevents", "CloudEvents", "cloudevents.jsonl");

    private final String parameter;
    private final String label;
    private final String suffix;

    ExportForm(String parameter, String label, String suffix) {
        this.parameter = parameter;
        this.label = label;
        this.suffix = suffix;
    }

    /** As the hub's API calls it. */
    public String parameter() {
        return parameter;
    }

    public String label() {
        return label;
    }

    public String fileName() {
        return "pinisi-audit." + suffix;
    }
}
