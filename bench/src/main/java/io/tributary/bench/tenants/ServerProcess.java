package io.tributary.bench.tenants;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server as a process of its own, on a free port of loopback. Linux only: `/proc` tells of it.
final class ServerProcess implements AutoCloseable {
    private static final long READY_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long POLL_MILLIS = 5;
    private static final double TICKS_PER_SECOND = 100;

    /// Of `/proc/PID/stat`, behind the name: user and system time.
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    /// A generation, or the whole heap, of `jcmd GC.heap_info`.
    private static final String TOTAL = " total ";

    private static final String USED = "K, used ";

    private final int port;
    private final Process process;
    private final double startSeconds;

    private ServerProcess(int port, Process process, double startSeconds) {
        this.port = port;
        this.process = process;
        this.startSeconds = startSeconds;
    }

    /// Starts one and waits until it is ready.
    ///
    /// @param command that starts `tributary`, with words before it if need be: `taskset -c 0
    ///   ./tributary`; it becomes the process and makes none
    /// @param settings each `KEY=VALUE`
    static ServerProcess start(String command, Path data, String... settings)
            throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
        words.addAll(List.of("server", "--data", data.toString()));
        words.addAll(List.of("--listen", "127.0.0.1:" + port));
        for (String setting : settings) {
            words.addAll(List.of("--set", setting));
        }
        Path log = data.resolveSibling(data.getFileName() + ".log");
        long began = System.nanoTime();
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        if (!awaitReady(port, process, began)) {
            process.destroyForcibly().waitFor();
            throw new IOException("not ready, see its log: " + Files.readString(log));
        }
        return new ServerProcess(port, process, (System.nanoTime() - began) / 1e9);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /// From its start until it was ready.
    double startSeconds() {
        return startSeconds;
    }

    /// User and system time of the process so far.
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
                / TICKS_PER_SECOND;
    }

    /// What is in use of its heap after a full collection; two of them, as the first may only make
    /// things ready to be freed.
    long liveHeapBytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        jcmd("GC.run");
        return jcmd("GC.heap_info")
                .lines()
                .filter(line -> line.contains(TOTAL) && line.contains(USED))
                .mapToLong(ServerProcess::usedBytes)
                .sum();
    }

    /// Ends it in order, so that nothing is to be recovered at its next start.
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("not stopped within a minute");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /// Of ` tenured generation total 28672K, used 5000K [0x…`.
    private static long usedBytes(String line) {
        int from = line.indexOf(USED) + USED.length();
        return 1_024 * Long.parseLong(line.substring(from, line.indexOf('K', from)));
    }

    private String jcmd(String order) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process asked =
                new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), order)
                        .redirectErrorStream(true)
                        .start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() != 0) {
            throw new IOException("jcmd " + order + ": " + answer);
        }
        return answer;
    }

    private static boolean awaitReady(int port, Process process, long began)
            throws InterruptedException {
        HttpRequest ready =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/-/ready")).build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (process.isAlive() && System.nanoTime() - began < READY_WITHIN_NANOS) {
                try {
                    if (client.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                        return true;
                    }
                } catch (IOException e) {
                    // It does not listen yet.
                }
                process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        return false;
    }
}
