package io.pinisi.cluster.node.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A named network namespace that code of this process can act in. Sockets opened there stay there,
 * whichever thread uses them later; {@code /proc/sys/net} shows the namespace's own settings.
 */
public final class NetworkNamespace {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int READ_ONLY_CLOEXEC = 0x80000;

    private final Path file;

    public NetworkNamespace(Path file) {
        this.file = file;
    }

    public Path file() {
        return file;
    }

    /**
     * Runs {@code work} in the namespace, on a platform thread of its own that ends with it: a
     * thread that changed its namespace must serve nothing else.
     */
    public <T> T call(Callable<T> work) {
        FutureTask<T> task =
                new FutureTask<>(
                        () -> {
                            enter();
                            return work.call();
                        });
        Thread thread = Thread.ofPlatform().name("netns-" + file.getFileName()).start(task);
        try {
            T result = task.get();
            thread.join();
            return result;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new EngineFailure("in namespace " + file + ": " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineFailure("in namespace " + file + ": interrupted", e);
        }
    }

    @SuppressWarnings("restricted") // the foreign functions are the point here
    private void enter() {
        Linker linker = Linker.nativeLinker();
        Linker.Option errno = Linker.Option.captureCallState("errno");
        MethodHandle open =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("open"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                        errno,
                        Linker.Option.firstVariadicArg(2));
        MethodHandle setns =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("setns"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                        errno);
        MethodHandle close =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("close"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            int fd =
                    (int)
                            open.invokeExact(
                                    state, arena.allocateFrom(file.toString()), READ_ONLY_CLOEXEC);
            check("open", fd, state);
            int entered = (int) setns.invokeExact(state, fd, CLONE_NEWNET);
            int ignored = (int) close.invokeExact(fd);
            check("setns", entered, state);
        } catch (EngineFailure e) {
            throw e;
        } catch (Throwable e) {
            throw new EngineFailure("cannot enter " + file, e);
        }
    }

    private void check(String call, int result, MemorySegment state) {
        if (result < 0) {
            VarHandle errno =
                    Linker.Option.captureStateLayout()
                            .varHandle(MemoryLayout.PathElement.groupElement("errno"));
            throw new EngineFailure(
                    call + " of " + file + " failed, errno " + (int) errno.get(state, 0L));
        }
    }
}
