package io.pinisi.cluster.apiserver;

/** Figures in the text format of Prometheus. */
public final class MetricsText {
    private final StringBuilder text = new StringBuilder(4096);
    private String name = "";

    /** Of what a family of figures is. */
    public enum Type {
        COUNTER("counter"),
        GAUGE("gauge"),
        HISTOGRAM("histogram");

        private final String word;

        Type(String word) {
            this.word = word;
        }
    }

    /** Begins a family; figures that follow are of it. */
    public MetricsText family(Type type, String familyName, String help) {
        name = familyName;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type.word).append('\n');
        return this;
    }

    /**
     * @param labels as they are printed, without the braces
     */
    public void value(String labels, Number value) {
        sample(name, labels, value);
    }

    public void value(String labels, Histogram histogram) {
        histogram.append(this, name, labels);
    }

    void sample(String sample, String labels, Number value) {
        text.append(sample);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ').append(value).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
