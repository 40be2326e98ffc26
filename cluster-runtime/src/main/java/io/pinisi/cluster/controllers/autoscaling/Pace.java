package io.pinisi.cluster.controllers.autoscaling;

import io.pinisi.cluster.controller.view.Conditions.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Holds a recommended number to what the autoscaler's limits and behavior allow at once. */
final class Pace {
    static final String ABLE = "AbleToScale";
    static final String LIMITED = "ScalingLimited";
    private static final Duration USUAL_DOWN_WINDOW = Duration.ofMinutes(5);
    private static final int USUAL_PERIOD = 15;
    private static final int LEAST_GROWTH = 4;

    private final AutoscalerView autoscaler;
    private final ScalingHistory history;
    private final int current;
    private final Instant now;

    private Pace(AutoscalerView autoscaler, ScalingHistory history, int current, Instant now) {
        this.autoscaler = autoscaler;
        this.history = history;
        this.current = current;
        this.now = now;
    }

    /** The number, and the conditions that explain it. */
    record Paced(int replicas, Condition able, Condition limited) {}

    private record Policy(boolean isPercent, int value, Duration period) {}

    private record Rules(Duration window, String select, List<Policy> policies) {}

    /**
     * @param history up to before this recommendation
     */
    static Paced hold(
            AutoscalerView autoscaler,
            ScalingHistory history,
            int current,
            int recommended,
            Instant now) {
        Pace pace = new Pace(autoscaler, history, current, now);
        int steady = pace.stabilized(recommended);
        return pace.limited(steady, able(recommended, steady));
    }

    private static Condition able(int recommended, int steady) {
        if (steady == recommended) {
            return Condition.of(
                    ABLE, true, "ReadyForNewScale", "recommended size matches current size");
        }
        return steady < recommended
                ? Condition.of(
                        ABLE,
                        true,
                        "ScaleUpStabilized",
                        "recent recommendations were lower than current one, applying the lowest"
                                + " recent recommendation")
                : Condition.of(
                        ABLE,
                        true,
                        "ScaleDownStabilized",
                        "recent recommendations were higher than current one, applying the"
                                + " highest recent recommendation");
    }

    /** Up to the lowest and down to the highest that was recommended within each window. */
    private int stabilized(int recommended) {
        int up = history.lowestSince(now.minus(up().window()), recommended);
        int down = history.highestSince(now.minus(down().window()), recommended);
        if (autoscaler.behavior().isEmpty()) {
            return down;
        }
        return Math.min(Math.max(current, up), down);
    }

    private Paced limited(int wanted, Condition able) {
        if (autoscaler.behavior().isEmpty() && wanted < autoscaler.least()) {
            return new Paced(autoscaler.least(), able, tooFew());
        }
        if (wanted > current) {
            int fastest = Math.max(current, fastestUp());
            if (wanted > Math.min(fastest, autoscaler.most())) {
                return fastest < autoscaler.most()
                        ? new Paced(fastest, able, tooFast("ScaleUpLimit", "increasing"))
                        : new Paced(autoscaler.most(), able, tooMany());
            }
        }
        if (wanted < current && autoscaler.behavior().isPresent()) {
            int fastest = Math.min(current, fastestDown());
            if (wanted < Math.max(fastest, autoscaler.least())) {
                return fastest > autoscaler.least()
                        ? new Paced(fastest, able, tooFast("ScaleDownLimit", "decreasing"))
                        : new Paced(autoscaler.least(), able, tooFew());
            }
        }
        return new Paced(
                wanted,
                able,
                Condition.of(
                        LIMITED,
                        false,
                        "DesiredWithinRange",
                        "the desired count is within the acceptable range"));
    }

    private static Condition tooFast(String reason, String direction) {
        return Condition.of(
                LIMITED,
                true,
                reason,
                "the desired replica count is "
                        + direction
                        + " faster than the maximum scale rate");
    }

    private static Condition tooMany() {
        return Condition.of(
                LIMITED,
                true,
                "TooManyReplicas",
                "the desired replica count is more than the maximum replica count");
    }

    private static Condition tooFew() {
        return Condition.of(
                LIMITED,
                true,
                "TooFewReplicas",
                "the desired replica count is less than the minimum replica count");
    }

    private int fastestUp() {
        if (autoscaler.behavior().isEmpty()) {
            return Math.max(2 * current, LEAST_GROWTH);
        }
        Rules rules = up();
        IntStream limits = rules.policies().stream().mapToInt(this::upTo);
        return switch (rules.select()) {
            case "Disabled" -> current;
            case "Min" -> limits.min().orElse(current);
            default -> limits.max().orElse(current);
        };
    }

    private int upTo(Policy policy) {
        int begin = current - history.gainSince(now.minus(policy.period()));
        return policy.isPercent()
                ? (int) Math.ceil(begin * (1 + policy.value() / 100.0))
                : begin + policy.value();
    }

    private int fastestDown() {
        Rules rules = down();
        IntStream limits = rules.policies().stream().mapToInt(this::downTo);
        return switch (rules.select()) {
            case "Disabled" -> current;
            case "Min" -> limits.max().orElse(current);
            default -> limits.min().orElse(current);
        };
    }

    private int downTo(Policy policy) {
        int begin = current - history.gainSince(now.minus(policy.period()));
        return policy.isPercent()
                ? (int) (begin * (1 - policy.value() / 100.0))
                : begin - policy.value();
    }

    private Rules up() {
        Duration usual = Duration.ofSeconds(USUAL_PERIOD);
        return rules(
                "scaleUp",
                Duration.ZERO,
                List.of(new Policy(false, LEAST_GROWTH, usual), new Policy(true, 100, usual)));
    }

    private Rules down() {
        return rules(
                "scaleDown",
                USUAL_DOWN_WINDOW,
                List.of(new Policy(true, 100, Duration.ofSeconds(USUAL_PERIOD))));
    }

    private Rules rules(String direction, Duration usualWindow, List<Policy> usual) {
        JsonNode rules =
                autoscaler.behavior().map(behavior -> behavior.get(direction)).orElse(null);
        if (rules == null) {
            return new Rules(usualWindow, "Max", usual);
        }
        JsonNode window = rules.get("stabilizationWindowSeconds");
        List<Policy> policies = rules.path("policies").valueStream().map(Pace::policy).toList();
        return new Rules(
                window == null ? usualWindow : Duration.ofSeconds(window.asLong(0)),
                rules.path("selectPolicy").asString("Max"),
                policies.isEmpty() ? usual : policies);
    }

    private static Policy policy(JsonNode policy) {
        return new Policy(
                policy.path("type").asString("").equals("Percent"),
                policy.path("value").asInt(0),
                Duration.ofSeconds(policy.path("periodSeconds").asLong(USUAL_PERIOD)));
    }
}
