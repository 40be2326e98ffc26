package io.pinisi.portal.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import io.pinisi.portal.backend.AsOf;
import io.pinisi.portal.backend.BackendSlot.HubStartingException;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.PresentOnlyException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a part of a page up to date while it is attached: reads in a virtual thread, shows under
 * the user interface's lock, and reads again when something changed. Shows only what differs from
 * what is shown, at most once per {@link #SHORTEST}.
 *
 * @param <T> what is read; compared by {@code equals}
 */
public final class Live<T> {
    static final Duration SHORTEST = Duration.ofMillis(600);
    static final Duration LONGEST = Duration.ofSeconds(5);

    private final Supplier<T> read;
    private final Supplier<Changes> changes;
    private final Consumer<T> show;
    private final Consumer<Failure> fail;
    private final Semaphore wake = new Semaphore(0);
    private final Semaphore urgent = new Semaphore(0);
    private @Nullable Thread worker;

    private Live(
            Supplier<T> read, Supplier<Changes> changes, Consumer<T> show, Consumer<Failure> fail) {
        this.read = read;
        this.changes = changes;
        this.show = show;
        this.fail = fail;
    }

    /**
     * Begins when {@code owner} is attached and ends when it is detached.
     *
     * @param changes asked in the worker, like {@code read}: the backend may not be there yet
     */
    public static <T> Live<T> on(
            Component owner,
            Supplier<Changes> changes,
            Supplier<T> read,
            Consumer<T> show,
            Consumer<Failure> fail) {
        Live<T> live = new Live<>(read, changes, show, fail);
        owner.addAttachListener(live::attach);
        owner.addDetachListener(live::detach);
        if (owner.isAttached()) {
            owner.getUI().ifPresent(live::start);
        }
        return live;
    }

    /** Reads again at once, because the person asked for something else. */
    public void refresh() {
        urgent.release();
        wake.release();
    }

    private void attach(AttachEvent event) {
        start(event.getUI());
    }

    private synchronized void start(UI ui) {
        if (worker == null) {
            Instant at = PageTime.of(ui);
            Supplier<Boolean> work = () -> run(ui);
            worker = Thread.ofVirtual().name("live").start(() -> AsOf.get(at, work));
        }
    }

    private synchronized void detach(DetachEvent event) {
        if (worker != null) {
            worker.interrupt();
            worker = null;
        }
    }

    private boolean run(UI ui) {
        try {
            try (Changes.Handle _ = awaitBackend(ui).listen(wake::release)) {
                loop(ui);
            }
        } catch (PresentOnlyException e) {
            Future<?> _ = ui.access(() -> fail.accept(Failure.of(e)));
        } catch (InterruptedException | UIDetachedException endOfThePage) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private Changes awaitBackend(UI ui) throws InterruptedException {
        while (true) {
            try {
                return changes.get();
            } catch (HubStartingException e) {
                Future<?> _ = ui.access(() -> fail.accept(Failure.of(e)));
                Thread.sleep(SHORTEST);
            }
        }
    }

    private void loop(UI ui) throws InterruptedException {
        T shown = null;
        Failure failed = null;
        while (true) {
            wake.drainPermits();
            urgent.drainPermits();
            try {
                T next = read.get();
                if (!next.equals(shown) || failed != null) {
                    Future<?> _ = ui.access(() -> show.accept(next));
                    shown = next;
                    failed = null;
                }
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                Failure failure = Failure.of(e);
                if (!failure.equals(failed)) {
                    Future<?> _ = ui.access(() -> fail.accept(failure));
                    failed = failure;
                }
            }
            if (!urgent.tryAcquire(SHORTEST.toMillis(), TimeUnit.MILLISECONDS)) {
                wake.tryAcquire(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }
}
