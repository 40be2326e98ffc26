package io.pinisi.schemas;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Build step: writes the field numbers of the built-in types' protobuf messages into one JSON
 * resource: message → number → {@code [name, type, message]}. Its class path holds the messages;
 * its argument is the resource to write. Does nothing where the resource is there: a new version of
 * the messages comes with a clean build.
 */
final class ProtobufExtractor {
    private static final String PACKAGE = "io.kubernetes.client.proto.";
    private static final List<String> FILES =
            List.of(
                    "Meta",
                    "V1",
                    "V1Admissionregistration",
                    "V1Apiextensions",
                    "V1Apps",
                    "V1Authentication",
                    "V1Authorization",
                    "V1Autoscaling",
                    "V1Batch",
                    "V1Certificates",
                    "V1Coordination",
                    "V1Discovery",
                    "V1Events",
                    "V1Flowcontrol",
                    "V1Networking",
                    "V1Node",
                    "V1Policy",
                    "V1Rbac",
                    "V1Scheduling",
                    "V1Storage",
                    "V2Autoscaling");

    /** The aggregator's own kind, which the Java client has no messages of. */
    private static final String AGGREGATOR = "k8s.io.kube_aggregator.pkg.apis.apiregistration.v1.";

    private static final String POLICIES = "k8s.io.api.admissionregistration.v1.";

    private final Map<String, Object> messages = new TreeMap<>();

    private ProtobufExtractor() {}

    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        Path target = Path.of(arguments[0]);
        if (Files.exists(target)) {
            return;
        }
        ProtobufExtractor extractor = new ProtobufExtractor();
        for (String file : FILES) {
            Class<?> outer = Class.forName(PACKAGE + file);
            FileDescriptor descriptor =
                    (FileDescriptor) outer.getMethod("getDescriptor").invoke(null);
            descriptor.getMessageTypes().forEach(extractor::add);
        }
        extractor.addAggregator();
        extractor.addMutatingPolicies();
        Files.createDirectories(target.getParent());
        Files.writeString(target, JsonText.of(extractor.messages));
    }

    private void addAggregator() {
        String meta = "k8s.io.apimachinery.pkg.apis.meta.v1.";
        messages.put(
                AGGREGATOR + "APIService",
                Map.of(
                        "1", List.of("metadata", "message", meta + "ObjectMeta"),
                        "2", List.of("spec", "message", AGGREGATOR + "APIServiceSpec"),
                        "3", List.of("status", "message", AGGREGATOR + "APIServiceStatus")));
        messages.put(
                AGGREGATOR + "APIServiceList",
                Map.of(
                        "1", List.of("metadata", "message", meta + "ListMeta"),
                        "2", List.of("items", "list:message", AGGREGATOR + "APIService")));
        messages.put(
                AGGREGATOR + "APIServiceSpec",
                Map.of(
                        "1", List.of("service", "message", AGGREGATOR + "ServiceReference"),
                        "2", List.of("group", "string", ""),
                        "3", List.of("version", "string", ""),
                        "4", List.of("insecureSkipTLSVerify", "boolean", ""),
                        "5", List.of("caBundle", "bytes", ""),
                        "7", List.of("groupPriorityMinimum", "integer", ""),
                        "8", List.of("versionPriority", "integer", "")));
        messages.put(
                AGGREGATOR + "ServiceReference",
                Map.of(
                        "1", List.of("namespace", "string", ""),
                        "2", List.of("name", "string", ""),
                        "3", List.of("port", "integer", "")));
        messages.put(
                AGGREGATOR + "APIServiceStatus",
                Map.of(
                        "1",
                        List.of("conditions", "list:message", AGGREGATOR + "APIServiceCondition")));
        messages.put(
                AGGREGATOR + "APIServiceCondition",
                Map.of(
                        "1", List.of("type", "string", ""),
                        "2", List.of("status", "string", ""),
                        "3", List.of("lastTransitionTime", "message", meta + "Time"),
                        "4", List.of("reason", "string", ""),
                        "5", List.of("message", "string", "")));
    }

    /** As v1alpha1 they have the numbers that they have as v1. */
    private void addMutatingPolicies() {
        Map<String, Object> early = new TreeMap<>();
        messages.forEach(
                (name, fields) -> {
                    if (isOfPolicies(name) && fields instanceof Map<?, ?> numbered) {
                        Map<String, Object> renamed = new LinkedHashMap<>();
                        numbered.forEach(
                                (number, field) ->
                                        renamed.put((String) number, early((List<?>) field)));
                        early.put(early(name), renamed);
                    }
                });
        messages.putAll(early);
    }

    private static boolean isOfPolicies(String name) {
        return name.startsWith(POLICIES) && !name.contains("Webhook") && !name.contains("Validat");
    }

    private static List<Object> early(List<?> field) {
        return field.stream().<Object>map(word -> early((String) word)).toList();
    }

    private static String early(String word) {
        return isOfPolicies(word) ? word.replace(".v1.", ".v1alpha1.") : word;
    }

    private void add(Descriptor message) {
        if (messages.containsKey(message.getFullName())) {
            return;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        messages.put(message.getFullName(), fields);
        for (FieldDescriptor field : message.getFields()) {
            fields.put(Integer.toString(field.getNumber()), field(field));
        }
    }

    private List<Object> field(FieldDescriptor field) {
        if (field.isMapField()) {
            FieldDescriptor value = field.getMessageType().findFieldByName("value");
            return List.of(field.getName(), "map:" + type(value), messageOf(value));
        }
        String list = field.isRepeated() ? "list:" : "";
        return List.of(field.getName(), list + type(field), messageOf(field));
    }

    private static String type(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT, LONG -> "integer";
            case BOOLEAN -> "boolean";
            case STRING -> "string";
            case BYTE_STRING -> "bytes";
            case DOUBLE, FLOAT -> "double";
            case MESSAGE -> "message";
            case ENUM -> throw new IllegalStateException("an enum: " + field.getFullName());
        };
    }

    private String messageOf(FieldDescriptor field) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return "";
        }
        add(field.getMessageType());
        return field.getMessageType().getFullName();
    }
}
