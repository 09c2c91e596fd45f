package io.tributary.cli;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.http.client.HttpCaller;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Scrapes of made-up hosts, 15 s apart, the last of them now, sent by remote write.
///
/// @param address of the server
record TrainingLoad(String address, Clock clock) {
    /// Moments of which there are scrapes.
    static final int STEPS = 104;

    private static final int SENDERS = 4;
    private static final long STEP_MILLIS = 15_000;
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final int STORED = 204;

    /// Sends the scrapes `fromStep .. toStep - 1` of the hosts `0 .. hosts - 1`; of a host one
    /// after the other.
    ///
    /// @throws IOException if one was not stored
    void send(int hosts, int fromStep, int toStep) throws IOException, InterruptedException {
        long end = clock.wallMillis();
        try (HttpCaller caller = new HttpCaller();
                ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<Future<?>> sending = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                List<TrainingRequest> requests =
                        IntStream.iterate(sender, host -> host < hosts, host -> host + SENDERS)
                                .mapToObj(TrainingRequest::new)
                                .toList();
                sending.add(
                        senders.submit(() -> {
                            send(caller, requests, fromStep, toStep, end);
                            return null;
                        }));
            }
            for (Future<?> sender : sending) {
                sender.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("cannot send: " + e.getCause(), e);
        }
    }

    private void send(
            HttpCaller caller,
            List<TrainingRequest> requests,
            int fromStep,
            int toStep,
            long endMillis)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://" + address + "/api/v1/push");
        for (int step = fromStep; step < toStep; step++) {
            for (TrainingRequest request : requests) {
                byte[] body = request.snappy(step, endMillis - (STEPS - step) * STEP_MILLIS);
                HttpCaller.Reply reply =
                        caller.post(
                                uri,
                                "application/x-protobuf",
                                Map.of("content-encoding", "snappy"),
                                body,
                                WITHIN);
                if (reply.status() != STORED) {
                    throw new IOException("answered " + reply);
                }
            }
        }
    }
}
