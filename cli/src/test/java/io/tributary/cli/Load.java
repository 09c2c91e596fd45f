package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.text.GoFloat;
import io.tributary.server.WriteRequestBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Senders that write ever newer samples to a server until it is gone, and remember which of them
/// were acknowledged. What is answered 503 is sent again, as Prometheus does.
final class Load {
    static final String METRIC = "loaded";

    private static final int WRITERS = 4;
    private static final int STORED = 204;
    private static final int LATER = 503;

    private final int seriesCount;
    private final AtomicLong clock = new AtomicLong(System.currentTimeMillis() - 3_600_000);
    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong putOff = new AtomicLong();
    private final AtomicLong kills = new AtomicLong();
    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

    /// A request whose samples are durable: one in each of the writer's series.
    private record Acknowledged(int writer, long time) {}

    /// @param seriesCount of each writer
    Load(int seriesCount) {
        this.seriesCount = seriesCount;
    }

    /// Begins to send; each task ends when the server is gone.
    List<Future<?>> start(ServerProcess server, ExecutorService threads) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            running.add(threads.submit(() -> write(server, writer)));
        }
        return running;
    }

    /// Requests answered so far.
    long answered() {
        return answered.get();
    }

    /// Requests acknowledged so far.
    long stored() {
        return stored.get();
    }

    /// Answers 503 so far.
    long putOff() {
        return putOff.get();
    }

    /// How long the acknowledged requests took, repeats included, in milliseconds: of all but the
    /// slowest hundredth at most so much.
    double p99Millis() {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) * 99 / 100] / 1e6;
    }

    /// Forgets how long requests took.
    void forgetTimes() {
        nanos.clear();
    }

    /// Fails unless each sample that was acknowledged is among these, with its value, and nothing
    /// that was never sent.
    ///
    /// @param samples as {@link Dumped#samples}
    void assertIn(Map<String, Map<Long, String>> samples) {
        assertIn(samples, IntStream.range(0, seriesCount).toArray());
    }

    /// The same where only these series of each writer are looked at.
    void assertIn(Map<String, Map<Long, String>> samples, int... chosen) {
        long found = 0;
        for (Acknowledged request : acknowledged) {
            for (int series : chosen) {
                String name = name(request.writer, series);
                assertThat(samples.getOrDefault(name, Map.of()).get(request.time))
                        .as("%s at %d", name, request.time)
                        .isEqualTo(text(request.time, series));
                found++;
            }
        }
        long all = samples.values().stream().mapToLong(Map::size).sum();
        assertThat(all - found)
                .as("samples of requests that were under way")
                .isBetween(0L, kills.get() * WRITERS * (long) chosen.length);
    }

    private void write(ServerProcess server, int writer) {
        try {
            while (true) {
                long time = clock.incrementAndGet();
                byte[] request = request(writer, time);
                long begun = System.nanoTime();
                int status = server.push(request);
                while (status == LATER) {
                    answered.incrementAndGet();
                    putOff.incrementAndGet();
                    status = server.push(request);
                }
                assertThat(status).isEqualTo(STORED);
                nanos.add(System.nanoTime() - begun);
                acknowledged.add(new Acknowledged(writer, time));
                stored.incrementAndGet();
                answered.incrementAndGet();
            }
        } catch (IOException e) {
            kills.addAndGet(writer == 0 ? 1 : 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] request(int writer, long time) {
        WriteRequestBytes request = new WriteRequestBytes();
        for (int series = 0; series < seriesCount; series++) {
            request.sample(
                    time,
                    value(time, series),
                    "__name__",
                    METRIC,
                    "series",
                    "s" + series,
                    "writer",
                    "w" + writer);
        }
        return request.snappy();
    }

    private static String name(int writer, int series) {
        return "anonymous {__name__=\"%s\", series=\"s%d\", writer=\"w%d\"}"
                .formatted(METRIC, series, writer);
    }

    /// Without a pattern, so that nothing makes it small and nothing else can be taken for it.
    private static double value(long time, int series) {
        return new SplittableRandom(time * 1_000 + series).nextDouble();
    }

    private static String text(long time, int series) {
        return GoFloat.format(value(time, series), GoFloat.Form.SAMPLE);
    }
}
