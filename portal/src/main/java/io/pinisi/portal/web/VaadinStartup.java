package io.pinisi.portal.web;

import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.di.LookupInitializer;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import com.vaadin.flow.server.startup.ErrorNavigationTargetInitializer;
import com.vaadin.flow.server.startup.LookupServletContainerInitializer;
import com.vaadin.flow.server.startup.RouteRegistryInitializer;
import com.vaadin.flow.server.startup.VaadinAppShellInitializer;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.BeanDefinition;
import io.micronaut.inject.qualifiers.Qualifiers;
import jakarta.inject.Singleton;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tells Vaadin which classes it would otherwise search the class path for: Micronaut knows them
 * since compilation, and the search costs seconds.
 */
@Singleton
final class VaadinStartup {
    private final ApplicationContext context;

    VaadinStartup(ApplicationContext context) {
        this.context = context;
    }

    void start(ServletContext servlets) throws ServletException {
        new LookupServletContainerInitializer()
                .process(
                        Set.of(LookupInitializer.class, MicronautInstantiatorFactory.class),
                        servlets);
        Set<Class<?>> routes = new LinkedHashSet<>();
        routes.addAll(annotated(Route.class));
        routes.addAll(annotated(RouteAlias.class));
        routes.addAll(annotated(Layout.class));
        new RouteRegistryInitializer().process(routes, servlets);
        new ErrorNavigationTargetInitializer().process(typed(HasErrorParameter.class), servlets);
        new VaadinAppShellInitializer().process(typed(AppShellConfigurator.class), servlets);
    }

    private Set<Class<?>> annotated(Class<? extends Annotation> annotation) {
        return classes(
                context.getBeanDefinitions(Object.class, Qualifiers.byStereotype(annotation)));
    }

    private Set<Class<?>> typed(Class<?> type) {
        return classes(context.getBeanDefinitions(type));
    }

    private static Set<Class<?>> classes(Collection<? extends BeanDefinition<?>> definitions) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        definitions.forEach(definition -> classes.add(definition.getBeanType()));
        return classes;
    }
}
