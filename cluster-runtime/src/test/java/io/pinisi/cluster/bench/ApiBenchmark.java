package io.pinisi.cluster.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.app.ApiServerAssembly;
import io.pinisi.cluster.app.ApiServerOptions;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * Prints what one API server does: {@code main(SECTION…)}, a section being {@code create}, {@code
 * get}, {@code apply}, {@code watch}, {@code list:OBJECTS} or {@code deletecollection:OBJECTS}; all
 * where nothing is said. Every write counted was answered, so it is on disk. The CPU time and the
 * bytes newly allocated are those of the whole process for one request, the client's part included;
 * they hold on a busy machine, where rates do not.
 */
public final class ApiBenchmark {
    private static final UserInfo ADMIN = UserInfo.of("bench", UserInfo.MASTERS);
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String JSON = "application/json";
    private static final String APPLY = "application/apply-patch+yaml";
    private static final List<String> ALL =
            List.of(
                    "create",
                    "get",
                    "apply",
                    "watch",
                    "list:1000",
                    "list:10000",
                    "list:100000",
                    "deletecollection:1000");
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS =
            ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final int MANY = 20;

    /** The JVM compiles what is hot while it serves, and needs a core for it until it rests. */
    private static final Duration WARM_UP_MAX = Duration.ofMinutes(4);

    private static final Duration WARM_UP_ROUND = Duration.ofSeconds(5);

    /**
     * On a machine that gives us little, the compiler rests for want of work, not of things hot.
     */
    private static final int WARM_UP_CALLS = 10_000;

    /** The compiler rests when it takes no more than this share of a round. */
    private static final int REST_PERCENT = 12;

    private static final Duration RUN = Duration.ofSeconds(10);
    private static final int VALUE_BYTES = 1024;
    private static final int LISTS = 20;

    /** Objects listed before the first list is timed. */
    private static final int WARM_UP_LISTED = 1_000_000;

    private static final int[] WATCHERS = {1, 100, 1000};

    /** Events for each count of watchers. */
    private static final int DELIVERIES = 20_000;

    private static final int EVENTS_MAX = 200;
    private static final Duration BETWEEN_EVENTS = Duration.ofMillis(20);

    private final SSLContext tls;
    private final int port;
    private final PrintStream out;
    private final String value = "x".repeat(VALUE_BYTES);
    private final AtomicLong names = new AtomicLong();

    private ApiBenchmark(ApiServer server, PrintStream out) {
        this.tls = server.pki().clientCredential(ADMIN).tls();
        this.port = server.port();
        this.out = out;
    }

    /** One request on the given connection. */
    private interface Call {
        void run(Wire wire) throws IOException;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> sections = arguments.length == 0 ? ALL : List.of(arguments);
        Path folder = Files.createTempDirectory("pinisi-bench");
        long start = System.nanoTime();
        try (Database database = Database.open(DatabaseOptions.file(folder.resolve("store")));
                ApiServer server =
                        ApiServerAssembly.start(
                                ApiServerOptions.local(
                                        folder, "bench", Profile.CLUSTER, database, 0))) {
            System.out.printf("%-44s %8d ms%n", "first start to ready", millisSince(start));
            ApiBenchmark benchmark = new ApiBenchmark(server, System.out);
            benchmark.memory("with nothing in it");
            for (String section : sections) {
                benchmark.run(section);
            }
            benchmark.memory("at the end");
        } finally {
            delete(folder);
        }
    }

    private void run(String section) throws Exception {
        switch (section.split(":", 2)) {
            case String[] parts when parts[0].equals("list") -> list(Integer.parseInt(parts[1]));
            case String[] parts when parts[0].equals("deletecollection") ->
                    deleteCollection(Integer.parseInt(parts[1]));
            case String[] parts when parts[0].equals("create") -> compare("create", this::create);
            case String[] parts when parts[0].equals("get") -> get();
            case String[] parts when parts[0].equals("apply") ->
                    compare("server-side apply", this::apply);
            case String[] parts when parts[0].equals("watch") -> {
                for (int watchers : WATCHERS) {
                    watch(watchers);
                }
            }
            default -> throw new IllegalArgumentException("no such section: " + section);
        }
    }

    private void compare(String what, Call call) throws Exception {
        warmUp(call);
        measure(what + ", 1 client", 1, RUN, call);
        measure(what + ", " + MANY + " clients", MANY, RUN, call);
    }

    private void warmUp(Call call) throws Exception {
        long end = System.nanoTime() + WARM_UP_MAX.toNanos();
        AtomicLong calls = new AtomicLong();
        Call counted =
                wire -> {
                    call.run(wire);
                    calls.incrementAndGet();
                };
        long compiled;
        do {
            long before = COMPILER.getTotalCompilationTime();
            measure("", MANY, WARM_UP_ROUND, counted);
            compiled = COMPILER.getTotalCompilationTime() - before;
        } while ((compiled * 100 > WARM_UP_ROUND.toMillis() * REST_PERCENT
                        || calls.get() < WARM_UP_CALLS)
                && System.nanoTime() < end);
    }

    private void get() throws Exception {
        try (Wire wire = connect()) {
            expect(wire.send("POST", MAPS, JSON, map("one")), 201);
        }
        compare("get", wire -> expect(wire.get(MAPS + "/one"), 200));
    }

    private void memory(String when) throws IOException {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        out.printf(
                "%-44s %8d MB heap in use %8d MB resident%n",
                "memory " + when,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                residentKilobytes() >> 10);
    }

    /** As Linux tells it of this process, the benchmark's client included. */
    private static long residentKilobytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        }
    }

    private void create(Wire wire) throws IOException {
        expect(wire.send("POST", MAPS, JSON, map("m" + names.incrementAndGet())), 201);
    }

    private void apply(Wire wire) throws IOException {
        long n = names.incrementAndGet();
        String path = MAPS + "/applied-" + wire.localPort() + "?fieldManager=bench&force=true";
        String body =
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"data\":{\"n\":\""
                        + n
                        + "\",\"v\":\""
                        + value
                        + "\"}}";
        Wire.Answer answer = wire.send("PATCH", path, APPLY, body.getBytes(StandardCharsets.UTF_8));
        if (answer.status() != 201) {
            expect(answer, 200);
        }
    }

    private byte[] map(String name) {
        return ("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
                        + name
                        + "\"},\"data\":{\"v\":\""
                        + value
                        + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The time from the start of a write to its event, over all watchers. */
    private void watch(int watchers) throws Exception {
        int events = Math.min(EVENTS_MAX, DELIVERIES / watchers);
        List<Wire> wires = new ArrayList<>();
        String only = "?watch=true&fieldSelector=metadata.name=ticker&resourceVersion=";
        try (Wire writer = connect();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Wire.Answer made = writer.send("POST", MAPS, JSON, map("ticker"));
            String since = version(made.status() == 201 ? made : writer.get(MAPS + "?limit=1"));
            List<Future<long[]>> results = new ArrayList<>();
            for (int i = 0; i < watchers; i++) {
                Wire wire = connect();
                wires.add(wire);
                wire.stream(MAPS + only + since);
                results.add(threads.submit(() -> ages(wire, events)));
            }
            for (int i = 0; i < events; i++) {
                String patch = "{\"data\":{\"at\":\"@" + System.nanoTime() + "@\"}}";
                expect(
                        writer.send(
                                "PATCH",
                                MAPS + "/ticker",
                                "application/merge-patch+json",
                                patch.getBytes(StandardCharsets.UTF_8)),
                        200);
                TimeUnit.NANOSECONDS.sleep(BETWEEN_EVENTS.toNanos());
            }
            long[] all = results.stream().flatMapToLong(ApiBenchmark::ages).sorted().toArray();
            out.printf(
                    "%-44s %8.1f ms p50 %8.1f ms p99%n",
                    "write to event, " + watchers + " watchers",
                    all[all.length / 2] / 1e6,
                    all[all.length * 99 / 100] / 1e6);
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    private static java.util.stream.LongStream ages(Future<long[]> result) {
        try {
            return Arrays.stream(result.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long[] ages(Wire wire, int events) throws IOException {
        long[] ages = new long[events];
        String text = "";
        for (int i = 0; i < events; ) {
            text += new String(wire.chunk(), StandardCharsets.ISO_8859_1);
            int end = text.indexOf('\n');
            for (; end >= 0; end = text.indexOf('\n')) {
                int from = text.indexOf('@');
                if (from >= 0 && from < end) {
                    long at = Long.parseLong(text.substring(from + 1, text.indexOf('@', from + 1)));
                    ages[i++] = System.nanoTime() - at;
                }
                text = text.substring(end + 1);
            }
        }
        return ages;
    }

    private void list(int size) throws Exception {
        String maps = fill("list-" + size, size);
        try (Wire wire = connect()) {
            long bytes = wire.get(maps).body().length;
            for (int i = 0; i < WARM_UP_LISTED / size; i++) {
                expect(wire.get(maps), 200);
            }
            long[] times = new long[LISTS];
            for (int i = 0; i < LISTS; i++) {
                long start = System.nanoTime();
                expect(wire.get(maps), 200);
                times[i] = System.nanoTime() - start;
            }
            Arrays.sort(times);
            out.printf(
                    "%-44s %8.1f ms p50 %8.1f MB %8.0f MB/s%n",
                    "list of " + size,
                    times[LISTS / 2] / 1e6,
                    bytes / 1e6,
                    bytes * 1e3 / times[LISTS / 2]);
        }
    }

    private void deleteCollection(int size) throws Exception {
        String maps = fill("deleted-" + size, size);
        try (Wire wire = connect()) {
            long start = System.nanoTime();
            expect(wire.send("DELETE", maps, JSON, new byte[0]), 200);
            say("deletecollection of " + size, millisSince(start), "ms");
        }
    }

    /** Makes a namespace with so many config maps; returns their path. */
    private String fill(String namespace, int size) throws Exception {
        String maps = "/api/v1/namespaces/" + namespace + "/configmaps";
        try (Wire wire = connect()) {
            byte[] body =
                    ("{\"metadata\":{\"name\":\"" + namespace + "\"}}")
                            .getBytes(StandardCharsets.UTF_8);
            expect(wire.send("POST", "/api/v1/namespaces", JSON, body), 201);
        }
        AtomicLong left = new AtomicLong(size);
        parallel(
                MANY,
                wire -> {
                    for (long n = left.decrementAndGet(); n >= 0; n = left.decrementAndGet()) {
                        expect(wire.send("POST", maps, JSON, map("m" + n)), 201);
                    }
                });
        return maps;
    }

    private void measure(String what, int clients, Duration run, Call call) throws Exception {
        long end = System.nanoTime() + run.toNanos();
        long cpu = PROCESS.getProcessCpuTime();
        long allocated = THREADS.getTotalThreadAllocatedBytes();
        List<long[]> all =
                parallelResults(
                        clients,
                        wire -> {
                            List<Long> times = new ArrayList<>();
                            long now = System.nanoTime();
                            while (now < end) {
                                call.run(wire);
                                long after = System.nanoTime();
                                times.add(after - now);
                                now = after;
                            }
                            return times.stream().mapToLong(Long::longValue).toArray();
                        });
        if (what.isEmpty()) {
            return;
        }
        long[] times = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        out.printf(
                "%-44s %8d /s %8.2f ms p50 %8.2f ms p99 %8.2f ms CPU %8.1f KB new%n",
                what,
                times.length * 1000L / run.toMillis(),
                times[times.length / 2] / 1e6,
                times[times.length * 99 / 100] / 1e6,
                (PROCESS.getProcessCpuTime() - cpu) / 1e6 / times.length,
                (THREADS.getTotalThreadAllocatedBytes() - allocated) / 1e3 / times.length);
    }

    private interface Work<T> {
        T run(Wire wire) throws IOException;
    }

    private void parallel(int clients, Call call) throws Exception {
        parallelResults(
                clients,
                wire -> {
                    call.run(wire);
                    return true;
                });
    }

    private <T> List<T> parallelResults(int clients, Work<T> work) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                futures.add(
                        threads.submit(
                                () -> {
                                    try (Wire wire = connect()) {
                                        return work.run(wire);
                                    }
                                }));
            }
            for (Future<T> future : futures) {
                results.add(future.get());
            }
        }
        return results;
    }

    private Wire connect() throws IOException {
        return new Wire(tls, port);
    }

    private static void expect(Wire.Answer answer, int status) throws IOException {
        if (answer.status() != status) {
            throw new IOException(
                    answer.status() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    private static String version(Wire.Answer answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        int at = body.indexOf("\"resourceVersion\":\"") + 19;
        return body.substring(at, body.indexOf('"', at));
    }

    private void say(String what, long figure, String unit) {
        out.printf("%-44s %8d %s%n", what, figure, unit);
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
