package io.tributary.bench.tenants;

import io.tributary.format.remotewrite.RemoteWrite1LabelWriter;
import io.tributary.format.remotewrite.RemoteWrite1Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What ten thousand tenants cost that do nothing: how long a server takes from its start until it
/// is ready with none, one and all of them, declared in one file and by the API, and what of its
/// heap is in use after a full collection; and the same after each has written one series, before
/// and after a restart.
///
/// ```
/// java -cp bench/target/benchmarks.jar io.tributary.bench.tenants.IdleTenants
///     tenants=10000 rounds=5 "command=taskset -c 0 ./tributary"
/// ```
///
/// All cases are gone through in each round, so that what is compared was measured near each other.
/// Prints medians, smallest and largest; bytes a tenant are those beyond the case without tenants
/// of the same source and the same round.
public final class IdleTenants {
    /// As many as a credential may name.
    private static final int TENANTS_PER_WRITER = 1_000;

    private static final int WRITERS_AT_ONCE = 16;
    private static final int STORED = 204;
    private static final int TRIES_MAX = 1_000;

    private static final String VERSION = "tributary_registry_version ";

    private final Arguments arguments;
    private final Path directory;
    private final int tenants;
    private final Map<String, Case> cases = new TreeMap<>();
    private int directories;

    /// Of one case, a figure for each round.
    private record Case(int tenants, List<Double> startSeconds, List<Double> heapBytes) {}

    private IdleTenants(Arguments arguments, Path directory) {
        this.arguments = arguments;
        this.directory = directory;
        this.tenants = arguments.number("tenants");
    }

    public static void main(String[] given) throws Exception {
        Arguments arguments =
                Arguments.of(
                        given, "command=./tributary", "tenants=10000", "chunk=1000", "rounds=3");
        Path directory = Files.createTempDirectory("tributary-tenants");
        IdleTenants test = new IdleTenants(arguments, directory);
        test.run();
        test.print();
    }

    private void run() throws Exception {
        for (int round = 0; round < arguments.number("rounds"); round++) {
            for (int count : new int[] {0, 1, tenants}) {
                ofFile(count);
                ofApi(count);
            }
        }
    }

    private void ofFile(int count) throws Exception {
        Path data = nextData();
        Path registry = data.resolveSibling(data.getFileName() + ".yaml");
        Tokens tokens = new Tokens();
        tokens.add("admin", "roles: platform-admin");
        declare(registry, tenants(0, count) + tokens.yaml());
        String file = "registry.file=" + registry;
        String name = "1 file, %d tenants".formatted(count);
        try (ServerProcess server = ServerProcess.start(arguments.text("command"), data, file)) {
            add(name, count, server);
            if (count == tenants) {
                write(server, registry, tokens);
                addHeap(name + ", each wrote", count, server);
            }
        }
        if (count == tenants) {
            try (ServerProcess server =
                    ServerProcess.start(arguments.text("command"), data, file)) {
                add(name + ", each wrote, started again", count, server);
            }
        }
    }

    private void ofApi(int count) throws Exception {
        Path data = nextData();
        String api = "registry.api=true";
        String name = "2 API, %d tenants".formatted(count);
        try (ServerProcess server = ServerProcess.start(arguments.text("command"), data, api);
                Door admin =
                        new Door(
                                server,
                                Files.readString(data.resolve("registry/admin-token")).strip())) {
            int chunk = arguments.number("chunk");
            for (int from = 0; from < count; from += chunk) {
                admin.post("/admin/v1/apply", tenants(from, Math.min(chunk, count - from)));
            }
        }
        try (ServerProcess server = ServerProcess.start(arguments.text("command"), data, api)) {
            add(name, count, server);
        }
    }

    private Path nextData() {
        return directory.resolve("data-" + directories++);
    }

    private void add(String name, int count, ServerProcess server)
            throws IOException, InterruptedException {
        atCase(name, count).startSeconds.add(server.startSeconds());
        addHeap(name, count, server);
    }

    private void addHeap(String name, int count, ServerProcess server)
            throws IOException, InterruptedException {
        long bytes = server.liveHeapBytes();
        atCase(name, count).heapBytes.add((double) bytes);
        System.err.printf("%s: %,d bytes%n", name, bytes);
    }

    private Case atCase(String name, int count) {
        return cases.computeIfAbsent(
                name, _ -> new Case(count, new ArrayList<>(), new ArrayList<>()));
    }

    private static String tenants(int from, int count) {
        return count == 0
                ? ""
                : IntStream.range(from, from + count)
                        .mapToObj(i -> "  - {name: %s}%n".formatted(tenant(i)))
                        .collect(Collectors.joining("", "tenants:\n", ""));
    }

    private static String tenant(int number) {
        return "tenant-" + number;
    }

    private static void declare(Path registry, String text) throws IOException {
        Path next = registry.resolveSibling("next");
        Files.writeString(next, text);
        Files.move(next, registry, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Has each tenant write one series, with writers that are declared for it.
    private void write(ServerProcess server, Path registry, Tokens tokens) throws Exception {
        for (int from = 0; from < tenants; from += TENANTS_PER_WRITER) {
            String names =
                    IntStream.range(from, Math.min(tenants, from + TENANTS_PER_WRITER))
                            .mapToObj(IdleTenants::tenant)
                            .collect(Collectors.joining(", "));
            tokens.add(writer(from), "roles: writer, tenants: [%s]".formatted(names));
        }
        try (Door admin = new Door(server, tokens.token("admin"))) {
            double before = version(admin);
            declare(registry, tenants(0, tenants) + tokens.yaml());
            while (version(admin) == before) {
                Thread.sleep(50);
            }
        }
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS_AT_ONCE)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < WRITERS_AT_ONCE; i++) {
                all.add(
                        threads.submit(() -> {
                            writeNext(server, tokens, next);
                            return null;
                        }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private void writeNext(ServerProcess server, Tokens tokens, AtomicInteger next)
            throws IOException, InterruptedException {
        RemoteWrite1LabelWriter labels = new RemoteWrite1LabelWriter();
        labels.add("__name__", "up");
        labels.add("instance", "10.0.0.1:9100");
        labels.add("job", "node");
        RemoteWrite1Template template = new RemoteWrite1Template(List.of(labels.toByteArray()));
        template.set(0, System.currentTimeMillis(), 1);
        Map<String, Door> doors = new TreeMap<>();
        for (int i = next.getAndIncrement(); i < tenants; i = next.getAndIncrement()) {
            Door door =
                    doors.computeIfAbsent(writer(i), name -> new Door(server, tokens.token(name)));
            write(door, tenant(i), template.message());
        }
        doors.values().forEach(Door::close);
    }

    /// Writes, again while the server has no room for the check of a token.
    private static void write(Door door, String tenant, byte[] message)
            throws IOException, InterruptedException {
        for (int i = 0; i < TRIES_MAX; i++) {
            int status = door.write(tenant, message);
            if (status == STORED) {
                return;
            }
            if (status / 100 != 5) {
                throw new IOException("a write of " + tenant + " was answered " + status);
            }
            Thread.sleep(20);
        }
        throw new IOException("no write of " + tenant + " is taken");
    }

    private static String writer(int tenant) {
        return "writer-" + tenant / TENANTS_PER_WRITER;
    }

    private static double version(Door admin) throws IOException, InterruptedException {
        return admin.get("/metrics")
                .lines()
                .filter(line -> line.startsWith(VERSION))
                .mapToDouble(line -> Double.parseDouble(line.substring(VERSION.length())))
                .findFirst()
                .orElseThrow(() -> new IOException("no tributary_registry_version in /metrics"));
    }

    private void print() {
        System.out.println(arguments);
        System.out.println("| case | start to ready, s | heap in use, MiB | bytes a tenant |");
        System.out.println("| --- | --- | --- | --- |");
        cases.forEach((name, at) -> {
            String none = name.substring(0, name.indexOf(',')) + ", 0 tenants";
            List<Double> base = cases.getOrDefault(none, at).heapBytes;
            List<Double> each = new ArrayList<>();
            for (int i = 0; i < at.heapBytes.size() && at.tenants > 1; i++) {
                each.add((at.heapBytes.get(i) - base.get(i)) / at.tenants);
            }
            System.out.printf(
                    "| %s | %s | %s | %s |%n",
                    name.substring(2),
                    shown(at.startSeconds, 1, 2),
                    shown(at.heapBytes, 1 << 20, 1),
                    shown(each, 1, 0));
        });
    }

    /// Median, smallest and largest.
    private static String shown(List<Double> figures, double unit, int digits) {
        if (figures.isEmpty()) {
            return "";
        }
        List<Double> sorted = figures.stream().sorted().toList();
        String form = "%." + digits + "f";
        return String.format(
                Locale.ROOT,
                form + " (" + form + "–" + form + ")",
                sorted.get((sorted.size() - 1) / 2) / unit,
                sorted.getFirst() / unit,
                sorted.getLast() / unit);
    }
}
