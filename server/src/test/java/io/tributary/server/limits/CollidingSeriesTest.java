package io.tributary.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import io.tributary.tsdb.series.Hash128;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S-HASH-1: label sets that somebody made to collide cost what others do. Who makes them knows the
/// program and not the key of its hashes, which is drawn for each data directory.
class CollidingSeriesTest {
    private static final int SERIES = 100_000;
    private static final int PER_REQUEST = 10_000;
    private static final int ROUNDS = 3;

    /// Far above what a busy machine does to one of three rounds, far below what one list for all
    /// would: that takes thousands of times as long.
    private static final double TIMES_MAX = 10;

    /// Letters in each value.
    private static final int LENGTH = 34;

    /// How many upper bits of their hashes crafted values share: in a table they begin at one place
    /// in 512.
    private static final int BITS = 9;

    @Test
    void series_madeToCollide_takeNoLongerThanOthers(@TempDir Path data) throws Exception {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("random", random());
        kinds.put("equal String.hashCode", equalHashCodes());
        kinds.put("near places under a key", nearPlaces());
        Map<String, Long> best = new LinkedHashMap<>();
        try (StoredServer server = new StoredServer(data);
                StoredServer.Connection sender = server.connect()) {
            for (int round = 0; round < ROUNDS; round++) {
                for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
                    List<byte[]> requests = requests(kind.getValue(), round);
                    long begin = System.nanoTime();
                    for (byte[] request : requests) {
                        assertThat(sender.write("t" + round, request).statusCode()).isEqualTo(204);
                    }
                    best.merge(kind.getKey(), System.nanoTime() - begin, Math::min);
                }
            }
        }
        System.out.println("100,000 new series, ms: " + inMillis(best));
        long usual = best.getOrDefault("random", 0L);
        assertThat(best.values()).allMatch(nanos -> nanos < TIMES_MAX * usual);
    }

    /// New series of each round, so that all of it is made.
    private static List<byte[]> requests(List<String> values, int round) {
        List<byte[]> requests = new ArrayList<>();
        for (int from = 0; from < values.size(); from += PER_REQUEST) {
            WriteRequestBytes request = new WriteRequestBytes();
            for (String value : values.subList(from, from + PER_REQUEST)) {
                request.sample(System.currentTimeMillis(), round, "__name__", "m", "v", value);
            }
            requests.add(request.snappy());
        }
        return requests;
    }

    private static List<String> random() {
        Random random = new Random(1);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < SERIES; i++) {
            values.add(letters(random));
        }
        return values;
    }

    /// `Aa` and `BB` have the same code, and so have all strings made of as many of them.
    private static List<String> equalHashCodes() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < SERIES; i++) {
            StringBuilder value = new StringBuilder();
            for (int bit = 0; bit < LENGTH / 2; bit++) {
                value.append(((i >> bit) & 1) == 0 ? "Aa" : "BB");
            }
            values.add(value.toString());
        }
        assertThat(values.stream().map(String::hashCode).distinct()).hasSize(1);
        return values;
    }

    /// What collides under another key of our own hash.
    private static List<String> nearPlaces() {
        Hash128 hash = new Hash128(new long[] {1, 2, 3, 4, 5, 6, 7, 8});
        Random random = new Random(2);
        List<String> values = new ArrayList<>();
        while (values.size() < SERIES) {
            String value = letters(random);
            byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
            hash.hash(0, bytes, 0, bytes.length);
            if ((hash.high() ^ hash.low()) >>> (Long.SIZE - BITS) == 0) {
                values.add(value);
            }
        }
        return values;
    }

    private static String letters(Random random) {
        long bits = random.nextLong();
        char[] letters = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            letters[i] = (char) ('A' + ((bits >>> (2 * (i % 32))) & 3));
        }
        return new String(letters);
    }

    private static Map<String, Long> inMillis(Map<String, Long> nanos) {
        Map<String, Long> millis = new LinkedHashMap<>();
        nanos.forEach((kind, value) -> millis.put(kind, value / 1_000_000));
        return millis;
    }
}
