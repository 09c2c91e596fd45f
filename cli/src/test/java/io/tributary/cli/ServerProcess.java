package io.tributary.cli;

import io.tributary.server.WriteRequest2Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `tributary server` or `up` as a process of its own, on a free port of loopback, so that it can
/// be killed.
public final class ServerProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    /// Begins the JVM's options in the launcher.
    private static final String OPTIONS = "\noptions='";

    /// HTTP/1.1, as senders speak it in clear: a stream of HTTP/2 that is answered before its body
    /// came is reset, and this client may then not tell the answer.
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path log;
    private final int port;
    private final Process process;

    private ServerProcess(Path log, int port, Process process) {
        this.log = log;
        this.port = port;
        this.process = process;
    }

    /// Starts a server on `data` and waits until it is ready.
    public static ServerProcess start(Path data, Path log) throws IOException {
        return start("server", data, log);
    }

    /// Likewise with a setting, `KEY=VALUE`.
    public static ServerProcess startSet(Path data, Path log, String setting) throws IOException {
        return start("server", data, log, "--set", setting);
    }

    /// Starts `command` on `data` and waits until it is ready.
    static ServerProcess start(String command, Path data, Path log, String... options)
            throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> all =
                new ArrayList<>(
                        List.of(
                                command,
                                "--data",
                                data.toString(),
                                "--listen",
                                "127.0.0.1:" + port));
        all.addAll(List.of(options));
        Process process =
                java(all)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        ServerProcess server = new ServerProcess(log, port, process);
        server.awaitReady();
        return server;
    }

    /// A process of its own to be, with these arguments and the launcher's options. What the
    /// environment tells the tests it does not see: it would refuse it as settings unknown to it.
    public static ProcessBuilder java(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launcherOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().keySet().removeIf(name -> name.startsWith("TRIBUTARY_"));
        return process;
    }

    private static List<String> launcherOptions() throws IOException {
        String launcher = Files.readString(Path.of("..", "tributary"));
        int from = launcher.indexOf(OPTIONS) + OPTIONS.length();
        return List.of(launcher.substring(from, launcher.indexOf('\'', from)).split("\\s+"));
    }

    /// Sends a remote write request; the answer's status.
    ///
    /// @throws IOException if the server is gone
    int push(byte[] body) throws IOException, InterruptedException {
        return push("anonymous", body);
    }

    int push(String tenant, byte[] body) throws IOException, InterruptedException {
        return push(tenant, "application/x-protobuf", body);
    }

    /// Likewise remote write 2.0.
    int push2(byte[] body) throws IOException, InterruptedException {
        return push("anonymous", WriteRequest2Bytes.TYPE, body);
    }

    private int push(String tenant, String type, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri("/api/v1/push"))
                        .header("X-Scope-OrgID", tenant)
                        .header("Content-Type", type)
                        .header("Content-Encoding", "snappy")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    String get(String path) throws IOException, InterruptedException {
        return send(path).body();
    }

    String get(String tenant, String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri(path)).header("X-Scope-OrgID", tenant).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    int port() {
        return port;
    }

    /// The most memory it had resident so far, in bytes.
    long peakRssBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmHWM:")) {
                return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("no VmHWM");
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /// SIGKILL.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// SIGTERM; the exit code.
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("not stopped in 60 s");
        }
        return process.exitValue();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private HttpResponse<String> send(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        try {
            while (System.nanoTime() < deadline && process.isAlive()) {
                if (isReady()) {
                    return;
                }
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new IOException("server is not ready: " + List.of(log().split("\n")));
    }

    private boolean isReady() throws InterruptedException {
        try {
            return send("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false; // It does not listen yet.
        }
    }
}
