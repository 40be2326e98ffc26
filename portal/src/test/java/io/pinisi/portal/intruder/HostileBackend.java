package io.pinisi.portal.intruder;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Backend;
import io.pinisi.portal.pods.LogStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A backend all of whose texts are somebody's attempt to run a script in the reader's browser:
 * behind each name, label, message and line of a log stands markup, whatever record it is in. What
 * pages ask for is asked without it, so the pages show what they would show.
 */
final class HostileBackend {
    /** Without a slash, so that it can be a part of an address. */
    static final String PICTURE = "\"'><img src=x data-hostile onerror=\"window.hostile='ran'\">";

    static final String MARKUP = PICTURE + "<script>window.hostile='ran'</script>";

    private HostileBackend() {}

    static Backend of(Backend harmless) {
        return (Backend) rebuilt(harmless, HostileBackend::service);
    }

    private static Object service(@Nullable Object service, Class<?> type) {
        return proxy(type, service);
    }

    private static Object proxy(Class<?> type, @Nullable Object target) {
        return Proxy.newProxyInstance(
                HostileBackend.class.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> hostile(call(target, method, arguments)));
    }

    private static @Nullable Object call(
            @Nullable Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        Object[] clean =
                arguments == null
                        ? new Object[0]
                        : Arrays.stream(arguments).map(HostileBackend::harmless).toArray();
        try {
            method.setAccessible(true);
            return method.invoke(target, clean);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static @Nullable Object hostile(@Nullable Object value) {
        return value instanceof LogStream log
                ? proxy(LogStream.class, log)
                : mapped(value, text -> text.isEmpty() ? text : text + MARKUP);
    }

    private static @Nullable Object harmless(@Nullable Object value) {
        return mapped(value, text -> text.replace(MARKUP, ""));
    }

    private static @Nullable Object mapped(@Nullable Object value, UnaryOperator<String> change) {
        return switch (value) {
            case null -> null;
            case String text -> change.apply(text);
            case Identity person -> person;
            case Optional<?> one -> one.map(inner -> mapped(inner, change));
            case List<?> many -> many.stream().map(one -> mapped(one, change)).toList();
            case Set<?> many ->
                    many.stream().map(one -> mapped(one, change)).collect(Collectors.toSet());
            case Map<?, ?> map -> {
                Map<Object, Object> all = new LinkedHashMap<>();
                map.forEach((key, one) -> all.put(mapped(key, change), mapped(one, change)));
                yield all;
            }
            case Record record -> rebuilt(record, (part, _) -> mapped(part, change));
            default -> value;
        };
    }

    /** Makes one part of a record anew. */
    private interface Part {
        @Nullable Object of(@Nullable Object part, Class<?> type);
    }

    private static Object rebuilt(Record record, Part part) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        try {
            @Nullable Object[] parts = new @Nullable Object[components.length];
            for (int i = 0; i < components.length; i++) {
                Method accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                parts[i] = part.of(accessor.invoke(record), components[i].getType());
            }
            Constructor<?> constructor =
                    record.getClass()
                            .getDeclaredConstructor(
                                    Arrays.stream(components)
                                            .map(RecordComponent::getType)
                                            .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(parts);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make hostile " + record, e);
        }
    }
}
