package io.pinisi.portal.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import io.pinisi.portal.backend.AsOf;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Does something that takes time because a person asked for it, away from the page's lock. */
public final class Work {
    private Work() {}

    /** Calls {@code done} or {@code failed} on the page, if it is still open then. */
    public static <T> void run(
            Component owner, Supplier<T> work, Consumer<T> done, Consumer<Failure> failed) {
        UI ui = owner.getUI().orElseGet(UI::getCurrent);
        Instant at = PageTime.of(ui);
        Thread.ofVirtual()
                .name("work")
                .start(
                        () -> {
                            try {
                                T result = AsOf.get(at, work);
                                Future<?> _ = ui.access(() -> done.accept(result));
                            } catch (RuntimeException e) {
                                Failure failure = Failure.of(e);
                                Future<?> _ = ui.access(() -> failed.accept(failure));
                            }
                        });
    }

    /** As {@link #run}, for work that has no result; a failure shows as a notice. */
    public static void act(Component owner, Runnable work, Runnable done) {
        run(
                owner,
                () -> {
                    work.run();
                    return true;
                },
                ignored -> done.run(),
                Notices::failure);
    }
}
