package io.tributary.cli;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Program;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.runtime.lifecycle.Terminator;
import io.tributary.server.Server;
import io.tributary.server.StoreOpener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// `tributary train`: a short life of a server, lived so that the JVM can keep what it loaded,
/// linked and measured (`-XX:AOTCacheOutput`). Called by the launcher after a build; not for users.
///
/// ```
/// --leave-behind   listen ─ a little load ─ end as if killed
///                  recover that ─ a million samples ─ questions ─ stop in order
/// ```
///
/// Exit code 0 only if all of it went well.
///
/// @param program makes a program to give words to
record TrainCommand(StoreOpener opener, Supplier<Program> program) implements Action {
    private static final String DATA = "data";
    private static final String LEAVE_BEHIND = "leave-behind";
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

    @Override
    public String name() {
        return "train";
    }

    @Override
    public String description() {
        return "Run under a made-up load, for the cache of the JVM.";
    }

    @Override
    public boolean hidden() {
        return true;
    }

    @Override
    public Syntax syntax() {
        return new Syntax()
                .required(DATA, "DIR", "An empty directory.")
                .flag(LEAVE_BEHIND, "Write a little, then end as if killed.");
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, ConfigException, IOException {
        boolean leaveBehind = arguments.has(LEAVE_BEHIND);
        AtomicBoolean complete = new AtomicBoolean();
        ServerCommand server =
                new ServerCommand(
                        opener,
                        Map.of(),
                        (run, started, lifecycle) -> {
                            try {
                                complete.set(live(leaveBehind, run, started, lifecycle));
                            } finally {
                                lifecycle.stop();
                            }
                        });
        List<String> words =
                List.of("--data", arguments.value(DATA).orElseThrow(), "--listen", "127.0.0.1:0");
        int code = server.run(server.syntax().parse(words), console);
        return complete.get() ? code : ExitCode.FAILED;
    }

    private boolean live(boolean leaveBehind, ServerRun run, Server server, Lifecycle lifecycle) {
        String address = ServerRun.address(server);
        TrainingLoad load = new TrainingLoad(address, run.clock());
        try {
            if (leaveBehind) {
                load.send(HOSTS_BEFORE, 0, STEPS_BEFORE);
                Terminator.ofThisProcess().halt(ExitCode.OK);
            }
            UpCommand.record(run, server, lifecycle);
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
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(more);
        Console console =
                new Console(
                        new PrintWriter(Writer.nullWriter()),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        return program.get().execute(console, words) == ExitCode.OK;
    }

    private static void say(String text) {
        System.err.println("tributary train: " + text);
    }
}
