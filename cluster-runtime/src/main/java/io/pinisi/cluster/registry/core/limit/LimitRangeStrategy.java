package io.pinisi.cluster.registry.core.limit;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.QuantityRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

final class LimitRangeStrategy implements ResourceStrategy {
    private static final Set<String> TYPES = Set.of("Pod", "Container", "PersistentVolumeClaim");

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode limits = transition.next().path("spec").path("limits");
        Set<String> types = new HashSet<>();
        for (int i = 0; i < limits.size(); i++) {
            JsonNode item = limits.get(i);
            String path = "spec.limits[" + i + "]";
            String type = item.path("type").asString("");
            if (!TYPES.contains(type)) {
                NameRule.qualifiedFaults(type)
                        .forEach(fault -> faults.invalid(path + ".type", type, fault));
            }
            if (!types.add(type)) {
                faults.duplicate(path + ".type", type);
            }
            checkFields(item, type, path, faults);
            new Item(item, path, faults).check();
        }
    }

    private static void checkFields(JsonNode item, String type, String path, Faults faults) {
        for (String field : new String[] {"min", "max", "maxLimitRequestRatio"}) {
            QuantityRules.checkMap(item.path(field), path + "." + field, faults);
        }
        if (type.equals("Pod")) {
            for (String field : new String[] {"default", "defaultRequest"}) {
                if (!item.path(field).isEmpty()) {
                    faults.forbidden(
                            path + "." + field, "may not be specified when `type` is 'Pod'");
                }
            }
            return;
        }
        QuantityRules.checkMap(item.path("default"), path + ".default", faults);
        QuantityRules.checkMap(item.path("defaultRequest"), path + ".defaultRequest", faults);
        if (type.equals("PersistentVolumeClaim")
                && !item.path("min").has("storage")
                && !item.path("max").has("storage")) {
            faults.required(
                    path + ".limits",
                    "either minimum or maximum storage value is required, but neither was"
                            + " provided");
        }
    }

    /** How the amounts of one item have to follow each other, resource by resource. */
    private record Item(JsonNode item, String path, Faults faults) {

        void check() {
            Set<String> names = new TreeSet<>();
            for (JsonNode amounts : item) {
                if (amounts.isObject()) {
                    names.addAll(amounts.propertyNames());
                }
            }
            names.forEach(this::check);
        }

        private Optional<Quantity> amount(String field, String name) {
            return QuantityRules.read(item.path(field).path(name));
        }

        private void check(String name) {
            ordered(name, "min", "max", "min", "min value %s is greater than max value %s");
            ordered(
                    name,
                    "min",
                    "defaultRequest",
                    "defaultRequest",
                    "min value %s is greater than default request value %s");
            ordered(
                    name,
                    "defaultRequest",
                    "max",
                    "defaultRequest",
                    "default request value %s is greater than max value %s");
            ordered(
                    name,
                    "defaultRequest",
                    "default",
                    "defaultRequest",
                    "default request value %s is greater than default limit value %s");
            ordered(
                    name,
                    "min",
                    "default",
                    "default",
                    "min value %s is greater than default value %s");
            ordered(
                    name,
                    "default",
                    "max",
                    "default",
                    "default value %s is greater than max value %s");
            checkRatio(name);
        }

        private void ordered(String name, String low, String high, String at, String sentence) {
            Optional<Quantity> less = amount(low, name);
            Optional<Quantity> more = amount(high, name);
            if (less.isPresent() && more.isPresent() && less.get().compareTo(more.get()) > 0) {
                String place = path + "." + at + "[" + name + "]";
                String value = item.path(at).path(name).asString();
                faults.invalid(place, value, sentence.formatted(less.get(), more.get()));
            }
        }

        private void checkRatio(String name) {
            Optional<Quantity> ratio = amount("maxLimitRequestRatio", name);
            if (ratio.isEmpty()) {
                return;
            }
            String place = path + ".maxLimitRequestRatio[" + name + "]";
            if (ratio.get().compareTo(Quantity.of(1)) < 0) {
                faults.invalid(
                        place, ratio.get().toString(), "ratio " + ratio.get() + " is less than 1");
            }
            Optional<Quantity> min = amount("min", name);
            Optional<Quantity> max = amount("max", name);
            if (min.isPresent()
                    && max.isPresent()
                    && !min.get().isZero()
                    && max.get().value().compareTo(min.get().value().multiply(ratio.get().value()))
                            < 0) {
                faults.invalid(
                        place,
                        ratio.get().toString(),
                        "ratio "
                                + ratio.get()
                                + " is greater than max/min = "
                                + String.format(
                                        java.util.Locale.ROOT,
                                        "%f",
                                        max.get().value().doubleValue()
                                                / min.get().value().doubleValue()));
            }
        }
    }
}
