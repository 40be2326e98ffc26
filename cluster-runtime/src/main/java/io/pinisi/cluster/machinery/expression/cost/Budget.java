package io.pinisi.cluster.machinery.expression.cost;

/** What the rules that judge one request may cost together. Confined to the request's thread. */
public final class Budget {
    /** Of one run of one rule. */
    public static final long OF_RULE = 1_000_000;

    private long left;

    private Budget(long left) {
        this.left = left;
    }

    /** Of all rules of a custom resource, or of a policy as it is bound. */
    public static Budget ofObject() {
        return new Budget(10_000_000);
    }

    /** Of the conditions on which a webhook or a policy is asked. */
    public static Budget ofConditions() {
        return new Budget(2_500_000);
    }

    /** Of what runs by itself. */
    public static Budget ofRule() {
        return new Budget(OF_RULE);
    }

    /** Whether that much was left; if not, nothing is. */
    public boolean spend(long cost) {
        left = cost > left ? -1 : left - cost;
        return left >= 0;
    }

    /** Lets nothing more run. */
    public void close() {
        left = -1;
    }

    public boolean isSpent() {
        return left < 0;
    }
}
