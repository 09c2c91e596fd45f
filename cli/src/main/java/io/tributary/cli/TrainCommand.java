package io.tributary.cli;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.config.ConfigLoader;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.runtime.lifecycle.Terminator;
import io.tributary.server.Server;
import io.tributary.server.StoreOpener;
import io.tributary.server.collect.Collector;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tributary train`: a short life of a server, lived so that the JVM can keep what it loaded,
/// linked and measured (`-XX:AOTCacheOutput`). Called by the launcher after a build; not for users.
///
/// ```
/// --leave-behind   listen ─ a little load ─ end as if killed
///                  recover that ─ a million samples ─ questions ─ stop in order
/// ```
///
/// Exit code 0 only if all of it went well.
@Command(
        name = "train",
        hidden = true,
        description = "Run under a made-up load, for the cache of the JVM.")
final class TrainCommand implements Callable<Integer> {
    private static final int HOSTS_BEFORE = 8;
    private static final int STEPS_BEFORE = 20;
    private static final int HOSTS = 12;
    private static final int ROUNDS = 4;

    private static final List<List<String>> QUERIES =
            List.of(
                    List.of("up"),
                    List.of("count({__name__=~\".+\"})"),
                    List.of("topk(5, sum by (path) (trained_1))", "--output", "json"),
                    List.of("trained_5{path=\"/path/3\"}", "--output", "csv"),
                    List.of("sum by (job) (rate(trained_0[5m]))", "--since", "20m"),
                    List.of(
                            "sum by (code) (rate(trained_0[5m]))",
                            "--since",
                            "20m",
                            "--output",
                            "plot"),
                    List.of(
                            "histogram_quantile(0.9, sum by (le) (rate(trained_seconds_bucket[5m])))",
                            "--since",
                            "10m"),
                    List.of(
                            "trained_1 / on (instance, path, code, job, pod) trained_1 > 0.5",
                            "--since",
                            "5m",
                            "--output",
                            "json"),
                    List.of("max_over_time(trained_6[10m])", "--output", "csv"));

    private final StoreOpener opener;
    private final Supplier<CommandLine> commands;

    @Option(names = "--data", required = true, description = "An empty directory.")
    private String data = "";

    @Option(names = "--leave-behind", description = "Write a little, then end as if killed.")
    private boolean leaveBehind;

    private volatile boolean complete;

    /// @param commands makes a command line to ask questions with
    TrainCommand(StoreOpener opener, Supplier<CommandLine> commands) {
        this.opener = opener;
        this.commands = commands;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        Config config =
                new ConfigLoader(ConfigOptions.settings(opener))
                        .load(
                                Optional.empty(),
                                Map.of(),
                                List.of("data=" + data, "listen=127.0.0.1:0"));
        Clock clock = new SystemClock();
        ServerRun run = new ServerRun(config, opener, clock);
        int code =
                run.untilStopped((server, lifecycle) -> {
                    try {
                        complete = live(config, clock, server, lifecycle);
                    } finally {
                        lifecycle.stop();
                    }
                });
        return complete ? code : CommandLine.ExitCode.SOFTWARE;
    }

    private boolean live(Config config, Clock clock, Server server, Lifecycle lifecycle) {
        String address = ServerRun.address(server);
        TrainingLoad load = new TrainingLoad(address, clock);
        try {
            if (leaveBehind) {
                load.send(HOSTS_BEFORE, 0, STEPS_BEFORE);
                Terminator.ofThisProcess().halt(CommandLine.ExitCode.OK);
            }
            Collector collector =
                    Collector.start(config, server.metrics(), server::record, clock, address);
            lifecycle.add("collector", Collector.CLOSE_WITHIN, collector::close);
            load.send(HOSTS, STEPS_BEFORE, TrainingLoad.STEPS);
            return ask("http://" + address);
        } catch (IOException e) {
            say(String.valueOf(e.getMessage()));
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Whether every command went well.
    private boolean ask(String url) {
        for (int round = 0; round < ROUNDS; round++) {
            for (List<String> query : QUERIES) {
                if (!execute(query, "query", "--url", url)) {
                    return false;
                }
            }
        }
        return execute(List.of(), "config", "check", "--print") && execute(List.of(), "version");
    }

    private boolean execute(List<String> more, String... command) {
        CommandLine line = commands.get();
        line.setOut(new PrintWriter(Writer.nullWriter()));
        String[] arguments = new String[command.length + more.size()];
        System.arraycopy(command, 0, arguments, 0, command.length);
        for (int i = 0; i < more.size(); i++) {
            arguments[command.length + i] = more.get(i);
        }
        return line.execute(arguments) == CommandLine.ExitCode.OK;
    }

    private static void say(String text) {
        System.err.println("tributary train: " + text);
    }
}
