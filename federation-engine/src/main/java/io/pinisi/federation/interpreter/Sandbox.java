package io.pinisi.federation.interpreter;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;
import tools.jackson.databind.JsonNode;

/**
 * Compiles and runs scripts, each run in a world of its own that is thrown away. Runs have threads
 * of their own too, for what a thread allocates can be counted, and their stacks are small.
 */
final class Sandbox implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int WAITING = 1000;
    private static final long STACK = 512 << 10;

    private final Limits limits;
    private final ThreadPoolExecutor threads;

    Sandbox(Limits limits) {
        this.limits = limits;
        this.threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING),
                        work -> {
                            Thread thread = new Thread(null, work, "interpreter", STACK);
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * @param name as messages call it
     * @throws ScriptException where it does not compile, or does not define the function
     */
    Script compile(String name, String function, String source) {
        if (source.length() > limits.source()) {
            throw new ScriptException(name + ": more than " + limits.source() + " characters");
        }
        Script script =
                run(
                        name,
                        meter ->
                                new Script(
                                        name,
                                        function,
                                        source,
                                        LuaC.instance.compile(
                                                new ByteArrayInputStream(
                                                        source.getBytes(StandardCharsets.UTF_8)),
                                                "=" + name)));
        run(name, meter -> entrance(script, meter));
        return script;
    }

    /**
     * Calls the script's function.
     *
     * @param likes tell lists from maps in what it returns, one for each result
     * @throws ScriptException where it fails or goes beyond its limits
     */
    List<JsonNode> call(Script script, List<JsonNode> arguments, List<JsonNode> likes) {
        return run(
                script.name(),
                meter -> {
                    LuaValue function = entrance(script, meter);
                    LuaValue[] values = new LuaValue[arguments.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = LuaTrees.toLua(arguments.get(i), limits);
                    }
                    Varargs results = function.invoke(LuaValue.varargsOf(values));
                    List<JsonNode> trees = new ArrayList<>();
                    for (int i = 0; i < likes.size(); i++) {
                        trees.add(LuaTrees.toTree(results.arg(i + 1), likes.get(i), limits));
                    }
                    return trees;
                });
    }

    private LuaValue entrance(Script script, Meter meter) {
        Globals world = LuaLibrary.world(meter, Map.of("kube", new KubeLibrary(limits).table()));
        new LuaClosure(script.code(), world).call();
        LuaValue function = world.get(script.function());
        if (!function.isclosure()) {
            throw new ScriptException(
                    script.name() + ": the function " + script.function() + " is not defined");
        }
        return function;
    }

    /** What a run does, on a thread of its own. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Meter meter) throws IOException;
    }

    private <T> T run(String name, Work<T> work) {
        FutureTask<T> task =
                new FutureTask<>(
                        () -> {
                            Meter meter = new Meter(limits);
                            return ScopedValue.where(Meter.RUN, meter).call(() -> work.with(meter));
                        });
        try {
            threads.execute(task);
            return task.get();
        } catch (RejectedExecutionException e) {
            throw new ScriptException(name + ": too many scripts wait to run");
        } catch (InterruptedException e) {
            task.cancel(false);
            Thread.currentThread().interrupt();
            throw new ScriptException(name + ": interrupted");
        } catch (ExecutionException e) {
            throw new ScriptException(told(name, Objects.requireNonNullElse(e.getCause(), e)));
        }
    }

    private static String told(String name, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return switch (cause) {
            case ScriptException _ -> message;
            case LuaError _ -> message.replace("=" + name + ":", name + ":");
            case Meter.Exhausted _ -> name + ": " + message;
            case StackOverflowError _ -> name + ": nested too deeply";
            case OutOfMemoryError _ -> name + ": out of memory";
            case IOException e -> throw new UncheckedIOException(e);
            default -> name + ": " + cause;
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
