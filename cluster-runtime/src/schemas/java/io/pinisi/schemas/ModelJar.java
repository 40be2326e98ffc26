package io.pinisi.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The model classes of the Java client, read as class files: nothing is loaded, so none of the
 * client's own dependencies is needed.
 */
final class ModelJar implements AutoCloseable {
    static final String MODELS = "io/kubernetes/client/openapi/models/";
    private static final String APIS = "io/kubernetes/client/openapi/apis/";

    private final JarFile jar;

    ModelJar(String path) throws IOException {
        this.jar = new JarFile(path);
    }

    /** One model class. */
    record Model(String className, String description, List<Field> fields) {}

    /**
     * One field.
     *
     * @param type generic signature, such as {@code Ljava/util/List<Ljava/lang/String;>;}
     */
    record Field(String name, String type, boolean required, String description) {}

    /** One API operation that answers with a model: {@code AppsV1Api}, {@code list}, the model. */
    record Operation(String api, String verb, String modelClass) {}

    /** A model by its simple class name; empty for helper classes that are no models. */
    Optional<Model> model(String className) {
        JarEntry entry = jar.getJarEntry(MODELS + className + ".class");
        if (entry == null) {
            return Optional.empty();
        }
        ClassModel type = read(entry);
        Map<String, String> getters = new TreeMap<>();
        for (MethodModel method : type.methods()) {
            String name = method.methodName().stringValue();
            if (name.startsWith("get") && method.methodTypeSymbol().parameterCount() == 0) {
                getters.put(
                        name.substring(3).toLowerCase(Locale.ROOT),
                        value(method, "ApiModelProperty", "value"));
            }
        }
        List<Field> fields = new ArrayList<>();
        for (FieldModel field : type.fields()) {
            if (!field.flags().has(AccessFlag.STATIC)) {
                fields.add(field(field, getters));
            }
        }
        return Optional.of(new Model(className, value(type, "ApiModel", "description"), fields));
    }

    private static Field field(FieldModel field, Map<String, String> getters) {
        String plainName = field.fieldName().stringValue();
        String name = value(field, "SerializedName", "value");
        String type =
                field.findAttribute(Attributes.signature())
                        .map(signature -> signature.signature().stringValue())
                        .orElse(field.fieldType().stringValue());
        String property = plainName.replaceFirst("^_", "").toLowerCase(Locale.ROOT);
        String description = getters.getOrDefault(property, "");
        boolean required = annotation(field, "Nonnull").isPresent();
        return new Field(name, type, required, description);
    }

    /** Every operation of every API class that creates or lists. */
    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        jar.stream()
                .filter(e -> e.getName().startsWith(APIS))
                .filter(e -> e.getName().matches(".*\\$API(list|create)[A-Z]\\w*Request\\.class"))
                .forEach(
                        entry -> {
                            String[] names = entry.getName().substring(APIS.length()).split("\\$");
                            String verb = names[1].startsWith("APIlist") ? "list" : "create";
                            answer(read(entry))
                                    .ifPresent(
                                            m -> operations.add(new Operation(names[0], verb, m)));
                        });
        return operations;
    }

    private static Optional<String> answer(ClassModel request) {
        for (MethodModel method : request.methods()) {
            ClassDesc type = method.methodTypeSymbol().returnType();
            String name = type.descriptorString();
            if (method.methodName().equalsString("execute") && name.startsWith("L" + MODELS)) {
                return Optional.of(name.substring(1 + MODELS.length(), name.length() - 1));
            }
        }
        return Optional.empty();
    }

    private ClassModel read(JarEntry entry) {
        try (InputStream in = jar.getInputStream(entry)) {
            return ClassFile.of().parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Annotation> annotation(AttributedElement element, String simpleName) {
        return element.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                .flatMap(attribute -> attribute.annotations().stream())
                .filter(a -> a.classSymbol().displayName().equals(simpleName))
                .findFirst();
    }

    private static String value(AttributedElement element, String annotation, String member) {
        return annotation(element, annotation).stream()
                .flatMap(a -> a.elements().stream())
                .filter(e -> e.name().equalsString(member))
                .map(AnnotationElement::value)
                .map(v -> v instanceof AnnotationValue.OfString text ? text.stringValue() : "")
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() throws IOException {
        jar.close();
    }
}
