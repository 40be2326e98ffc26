package io.pinisi.portal.hub;

import io.pinisi.portal.backend.PresentOnlyException;
import java.lang.reflect.Proxy;

/** Stands for services that have no past: everything that is asked of them is refused. */
final class PresentOnly {
    private PresentOnly() {}

    static <T> T of(Class<T> service) {
        return service.cast(
                Proxy.newProxyInstance(
                        service.getClassLoader(),
                        new Class<?>[] {service},
                        (proxy, method, arguments) -> {
                            throw new PresentOnlyException();
                        }));
    }
}
