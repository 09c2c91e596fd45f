package io.tributary.cli.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.ServerProcess;
import io.tributary.server.WriteRequestBytes;
import io.tributary.testkit.SeededCases.Random;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Senders whose samples go each to three of four tenants, until the server is gone. What is
/// answered 503 is sent again, as Prometheus does.
final class RoutedLoad {
    static final String METRIC = "routed";

    private static final int SENDERS = 8;
    private static final int STORED = 204;
    private static final int LATER = 503;

    /// Each sender's own, so that its series get ever newer samples.
    private static final int SERIES = 10_000;

    private static final int SMALL = 50;
    private static final int LARGE = 2_000;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String authorization;
    private final AtomicLong clock = new AtomicLong(System.currentTimeMillis() - 3_600_000);
    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger acknowledged = new AtomicInteger();

    /// One request: at one time, a sample of each of some series, and no other request has that
    /// time.
    ///
    /// @param first number of a series, the others follow
    record Write(long timeMillis, int first, int count, AtomicInteger status) {
        boolean isAcknowledged() {
            return status.get() == STORED;
        }

        /// Numbers of series by the tenant that is to have them.
        Map<String, Set<Integer>> copies() {
            Set<Integer> all = new TreeSet<>();
            Set<Integer> even = new TreeSet<>();
            Set<Integer> odd = new TreeSet<>();
            for (int number = first; number < first + count; number++) {
                all.add(number);
                (number % 2 == 0 ? even : odd).add(number);
            }
            return Map.of("even", even, "odd", odd, "copy", all, "archive", all);
        }

        byte[] request() {
            WriteRequestBytes request = new WriteRequestBytes();
            for (int number = first; number < first + count; number++) {
                request.sample(
                        timeMillis,
                        value(timeMillis, number),
                        "__name__",
                        METRIC,
                        "number",
                        "" + number,
                        "team",
                        number % 2 == 0 ? "even" : "odd");
            }
            return request.snappy();
        }
    }

    /// @param authorization of a credential whose label `team` chooses `even` or `odd`, with copies
    ///   in `copy` and `archive`
    RoutedLoad(String authorization) {
        this.authorization = authorization;
    }

    /// Begins to send; each task ends when the server is gone.
    List<Future<?>> start(ServerProcess server, ExecutorService threads, Random random) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            Random own = new Random(random.nextLong());
            running.add(threads.submit(() -> send(server, sender, own)));
        }
        return running;
    }

    /// How many writes were acknowledged so far.
    int acknowledged() {
        return acknowledged.get();
    }

    /// All that were begun.
    List<Write> writes() {
        return List.copyOf(writes);
    }

    static String valueText(long timeMillis, int number) {
        return "" + (long) value(timeMillis, number);
    }

    private static double value(long timeMillis, int number) {
        return timeMillis % 1_000_000 * SENDERS * SERIES + number;
    }

    private void send(ServerProcess server, int sender, Random random) {
        try {
            while (true) {
                int count = random.between(2, random.oneIn(4) ? LARGE : SMALL);
                int first = sender * SERIES + random.between(0, SERIES - count);
                Write write = new Write(clock.incrementAndGet(), first, count, new AtomicInteger());
                byte[] request = write.request();
                writes.add(write);
                int status = push(server, request);
                while (status == LATER) {
                    status = push(server, request);
                }
                assertThat(status).isEqualTo(STORED);
                write.status.set(status);
                acknowledged.incrementAndGet();
            }
        } catch (IOException e) {
            return; // Killed: the write under way may be there or not.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int push(ServerProcess server, byte[] body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.uri("/api/v1/push"))
                        .header("Authorization", authorization)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isIn(STORED, LATER);
        return answer.statusCode();
    }
}
