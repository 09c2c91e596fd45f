package io.tributary.bench.tenants;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A noisy neighbour: two tenants with a limit each, of which one, `quiet`, stays below it, and the
/// other, `noisy`, sends nothing, what it may, and ten times that, with as many times its queries
/// at once. Prints what the quiet one waited in each case, with the ratio to the first, what became
/// of both tenants' requests, and CPU.
///
/// The quiet tenant's requests are of an {@link OpenLoop}. The noisy one writes likewise, without
/// heed of the answers, up to {@value #NOISY_IN_FLIGHT} requests at once; each of its queries is
/// followed by the next.
///
/// ```
/// java -cp bench/target/benchmarks.jar io.tributary.bench.tenants.NoisyNeighbour
///     seconds=30 rounds=3 "command=taskset -c 0 ./tributary"
/// ```
///
/// | argument | is |
/// | --- | --- |
/// | `seconds`, `rounds`, `warm` | how long each case lasts, how often all are gone through, and how long nothing is measured before |
/// | `rate` | limit of each tenant, samples a second, a multiple of twice `batch` |
/// | `batch` | samples of a request |
/// | `instant`, `range` | queries a second of the quiet tenant |
/// | `concurrent` | queries at once that a tenant may have |
/// | `factor` | what the noisy tenant does in the last case, of its limit |
/// | `steps` | of 15 s, that both have behind them |
public final class NoisyNeighbour {
    private static final int NOISY_IN_FLIGHT = 256;
    private static final int QUIET_IN_FLIGHT = 10_000;

    private final Arguments arguments;
    private final TenantLoad noisy;
    private final TenantLoad quiet;
    private final ServerProcess server;
    private final Map<Integer, Figures> figures = new TreeMap<>();

    /// Of one case, over all rounds.
    private static final class Figures {
        final Tally writes = new Tally();
        final Tally instant = new Tally();
        final Tally range = new Tally();
        final Tally noisyWrites = new Tally();
        final Tally noisyQueries = new Tally();
        double seconds;
        double serverCpu;
        double ownCpu;
    }

    private NoisyNeighbour(
            Arguments arguments, ServerProcess server, TenantLoad noisy, TenantLoad quiet) {
        this.arguments = arguments;
        this.server = server;
        this.noisy = noisy;
        this.quiet = quiet;
    }

    public static void main(String[] given) throws Exception {
        Arguments arguments =
                Arguments.of(
                        given,
                        "command=./tributary",
                        "seconds=30",
                        "rounds=3",
                        "warm=10",
                        "rate=20000",
                        "batch=500",
                        "instant=10",
                        "range=2",
                        "concurrent=2",
                        "factor=10",
                        "steps=40");
        int rate = arguments.number("rate");
        int batch = arguments.number("batch");
        Path directory = Files.createTempDirectory("tributary-neighbour");
        Path registry = directory.resolve("registry.yaml");
        Tokens tokens = new Tokens();
        tokens.add("noisy", "roles: [writer, reader], tenants: [noisy]");
        tokens.add("quiet", "roles: [writer, reader], tenants: [quiet]");
        declare(registry, "", tokens);
        try (ServerProcess server =
                        ServerProcess.start(
                                arguments.text("command"),
                                directory.resolve("data"),
                                "registry.file=" + registry);
                TenantLoad noisy =
                        new TenantLoad(new Door(server, tokens.token("noisy")), rate, batch);
                TenantLoad quiet =
                        new TenantLoad(new Door(server, tokens.token("quiet")), rate / 2, batch)) {
            NoisyNeighbour test = new NoisyNeighbour(arguments, server, noisy, quiet);
            noisy.fillPast(arguments.number("steps"));
            quiet.fillPast(arguments.number("steps"));
            declare(registry, test.limits(), tokens);
            test.awaitLimits();
            test.run();
            test.print();
        }
    }

    private String limits() {
        return ", limits: {ingestion_rate: %1$d, ingestion_burst_size: %1$d, late: any}, query: {maxConcurrent: %2$d}"
                .formatted(arguments.number("rate"), arguments.number("concurrent"));
    }

    private static void declare(Path registry, String limits, Tokens tokens) throws IOException {
        Path next = registry.resolveSibling("next");
        Files.writeString(
                next,
                "tenants:\n  - {name: noisy%1$s}\n  - {name: quiet%1$s}\n%2$s"
                        .formatted(limits, tokens.yaml()));
        Files.move(next, registry, StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitLimits() throws IOException, InterruptedException {
        String set =
                "\"limits.ingestion_rate\",\"value\":\"%d\"".formatted(arguments.number("rate"));
        while (!quiet.door().get("/api/v1/limits").contains(set)) {
            Thread.sleep(100);
        }
    }

    private void run() throws Exception {
        int factor = arguments.number("factor");
        run(factor, arguments.real("warm"), new Figures());
        for (int round = 0; round < arguments.number("rounds"); round++) {
            for (int times : new int[] {0, 1, factor}) {
                run(
                        times,
                        arguments.real("seconds"),
                        figures.computeIfAbsent(times, _ -> new Figures()));
            }
        }
    }

    /// One case: the noisy tenant does so many times what it may.
    private void run(int times, double seconds, Figures into) throws Exception {
        double rate = arguments.real("rate") / arguments.real("batch");
        double serverBefore = server.cpuSeconds();
        double ownBefore = ownCpuSeconds();
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        List<Callable<Object>> loops = new ArrayList<>();
        loops.add(open(rate / 2, QUIET_IN_FLIGHT, quiet::write, into.writes, end));
        loops.add(
                open(
                        arguments.real("instant"),
                        QUIET_IN_FLIGHT,
                        quiet::instant,
                        into.instant,
                        end));
        loops.add(open(arguments.real("range"), QUIET_IN_FLIGHT, quiet::range, into.range, end));
        if (times > 0) {
            loops.add(open(rate * times, NOISY_IN_FLIGHT, noisy::write, into.noisyWrites, end));
        }
        for (int i = 0; i < times * arguments.number("concurrent"); i++) {
            loops.add(
                    Executors.callable(
                            () -> OpenLoop.runClosed(noisy::either, into.noisyQueries, end)));
        }
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (Future<?> loop : threads.invokeAll(loops)) {
                loop.get();
            }
        }
        into.seconds += (System.nanoTime() - begin) / 1e9;
        into.serverCpu += server.cpuSeconds() - serverBefore;
        into.ownCpu += ownCpuSeconds() - ownBefore;
    }

    private static Callable<Object> open(
            double perSecond, int inFlightMax, OpenLoop.Maker maker, Tally tally, long end) {
        return () -> {
            new OpenLoop(perSecond, inFlightMax).run(maker, tally, end);
            return tally;
        };
    }

    private void print() {
        System.out.println(arguments);
        System.out.println(
                "| noisy tenant at | quiet tenant's | p50 ms | p99 ms | max ms | p99 to alone | answers |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        Figures alone = figures.getOrDefault(0, new Figures());
        figures.forEach((times, at) -> {
            print(times, "writes", at.writes, alone.writes);
            print(times, "instant queries", at.instant, alone.instant);
            print(times, "range queries", at.range, alone.range);
        });
        int batch = arguments.number("batch");
        System.out.println();
        System.out.println(
                "| noisy tenant at | its samples sent/s | accepted/s | answers to its writes | to its queries | its queries' p50 ms | CPU of the server, s/s | of this program, s/s |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        figures.forEach((times, at) ->
                System.out.printf(
                        Locale.ROOT,
                        "| %d | %.0f | %.0f | %s | %s | %.1f | %.2f | %.2f |%n",
                        times,
                        at.noisyWrites.count() * batch / at.seconds,
                        at.noisyWrites.stored() * batch / at.seconds,
                        at.noisyWrites,
                        at.noisyQueries,
                        at.noisyQueries.quantileMillis(0.5),
                        at.serverCpu / at.seconds,
                        at.ownCpu / at.seconds));
    }

    private static void print(int times, String what, Tally tally, Tally alone) {
        double p99 = tally.quantileMillis(0.99);
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %.1f | %.1f | %.1f | %.2f | %s |%n",
                times,
                what,
                tally.quantileMillis(0.5),
                p99,
                tally.quantileMillis(1),
                p99 / alone.quantileMillis(0.99),
                tally);
    }

    private static double ownCpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean)
                                ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }
}
