package io.tributary.testkit.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/// A program that serves HTTP on a free port of loopback, from when it is ready until closed.
///
/// ```
/// try (PeerProcess node = PeerProcess.start(
///         Peers.require("node_exporter"),
///         port -> List.of("--web.listen-address=127.0.0.1:" + port, …),
///         "/metrics",
///         directory)) {
///     URI metrics = node.uri("/metrics");
/// }
/// ```
public final class PeerProcess implements AutoCloseable {
    /// How long a program may take to be ready.
    public static final Duration READY_WITHIN = Duration.ofSeconds(60);

    /// Between the choice of a free port and its use another program may take it.
    private static final int ATTEMPTS_MAX = 3;

    private static final long POLL_MILLIS = 50;

    /// Lines of the log that an error shows.
    private static final int LOG_LINES_MAX = 20;

    private final Process process;
    private final int port;
    private final Path log;

    private PeerProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /// Starts a Prometheus and waits until it is ready; where it is not here, the calling test is
    /// skipped and says so.
    ///
    /// @param directory of its own, made where it is not there: `prometheus.yml`, `data`, its log
    /// @param configuration as YAML
    /// @param flags beside those that say where it keeps what it has and listens
    public static PeerProcess prometheus(Path directory, String configuration, String... flags)
            throws IOException, InterruptedException {
        Path program = Peers.require("prometheus");
        Files.createDirectories(directory);
        Path file = Files.writeString(directory.resolve("prometheus.yml"), configuration);
        return start(
                program,
                port -> {
                    List<String> arguments = new ArrayList<>();
                    arguments.add("--config.file=" + file);
                    arguments.add("--storage.tsdb.path=" + directory.resolve("data"));
                    arguments.add("--web.listen-address=127.0.0.1:" + port);
                    arguments.addAll(List.of(flags));
                    return arguments;
                },
                "/-/ready",
                directory);
    }

    /// Starts a program and waits until it is ready.
    ///
    /// @param arguments of the program, given its port
    /// @param readyPath answered with 200 when it is ready
    /// @param directory its working directory, where its log is written too
    /// @throws IOException with the end of its log if it exits or is not ready in {@link
    ///   #READY_WITHIN}
    public static PeerProcess start(
            Path program, IntFunction<List<String>> arguments, String readyPath, Path directory)
            throws IOException, InterruptedException {
        return start(program, arguments, readyPath, directory, READY_WITHIN);
    }

    static PeerProcess start(
            Path program,
            IntFunction<List<String>> arguments,
            String readyPath,
            Path directory,
            Duration readyWithin)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            PeerProcess peer = launch(program, arguments, directory);
            if (peer.awaitReady(readyPath, System.nanoTime() + readyWithin.toNanos())) {
                return peer;
            }
            boolean exited = !peer.process.isAlive();
            peer.close();
            if (!exited || attempt == ATTEMPTS_MAX) {
                throw new IOException(
                        "%s %s; the end of its log:\n%s"
                                .formatted(
                                        program.getFileName(),
                                        exited
                                                ? "exited with " + peer.process.exitValue()
                                                : "was not ready in " + readyWithin,
                                        peer.logEnd()));
            }
        }
    }

    private static PeerProcess launch(
            Path program, IntFunction<List<String>> arguments, Path directory) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments.apply(port));
        Path log = directory.resolve(program.getFileName() + "-" + port + ".log");
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        process.getOutputStream().close();
        return new PeerProcess(process, port, log);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean awaitReady(String readyPath, long deadlineNanos) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri(readyPath)).timeout(Duration.ofSeconds(5)).build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            while (System.nanoTime() < deadlineNanos) {
                if (isReady(client, request)) {
                    return true;
                }
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
        }
        return false;
    }

    private static boolean isReady(HttpClient client, HttpRequest request)
            throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // nobody listens yet
        }
    }

    public int port() {
        return port;
    }

    /// Where it answers.
    ///
    /// @param pathAndQuery begins with a slash
    public URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + port + pathAndQuery);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// What it printed.
    public Path log() {
        return log;
    }

    private String logEnd() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_MAX), lines.size()));
    }

    /// Kills it and its children, and waits until it is gone.
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
