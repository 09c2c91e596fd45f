package io.tributary.tsdb.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.SampleBits;
import io.tributary.testkit.AllocationProbe;
import io.tributary.testkit.SeededCases;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecordWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleRecordTest {
    private record Sample(long ref, long time, long bits) {}

    /// Coder state of each series, as head and replay keep it.
    private static final class States implements SampleTarget {
        final Map<Integer, Long> bits = new HashMap<>();
        final Map<Integer, Integer> states = new HashMap<>();
        final List<Sample> samples = new ArrayList<>();
        long unknownFrom = Long.MAX_VALUE;
        int unknown;

        void forget() {
            bits.clear();
            states.clear();
        }

        @Override
        public int series(long ref) {
            return ref < unknownFrom ? (int) ref : UNKNOWN;
        }

        @Override
        public boolean isKnown(int series) {
            return bits.containsKey(series);
        }

        @Override
        public long lastBits(int series) {
            return bits.getOrDefault(series, 0L);
        }

        @Override
        public int exponent(int series) {
            return states.getOrDefault(series, ValueEncoder.STATE_NONE);
        }

        @Override
        public void sample(int series, long timeMillis, long value, int exponent) {
            bits.put(series, value);
            states.put(series, exponent);
            samples.add(new Sample(series, timeMillis, value));
        }

        @Override
        public void unknown(long ref, long timeMillis) {
            unknown++;
        }
    }

    private final SampleEncoder encoder = new SampleEncoder();
    private final SampleDecoder decoder = new SampleDecoder();

    @Test
    void decode_ofRandomRequests_givesEverySampleBack() {
        SeededCases.run(
                300,
                random -> {
                    States writer = new States();
                    States reader = new States();
                    List<Sample> all = new ArrayList<>();
                    for (int request = 0; request < 20; request++) {
                        if (random.between(0, 6 - 1) == 0) {
                            writer.forget();
                            reader.forget();
                        }
                        RecordWriter out = new RecordWriter();
                        encoder.begin();
                        int count = random.between(1, 60);
                        long ref = random.between(1, 40);
                        long time = random.between(-5_000, 1_800_000_000_000L);
                        for (int i = 0; i < count; i++) {
                            ref =
                                    random.between(0, 5 - 1) == 0
                                            ? random.between(1, 40)
                                            : ref % 40 + 1;
                            time +=
                                    random.between(0, 4 - 1) == 0
                                            ? random.between(-1_000, 60_000)
                                            : 0;
                            Sample sample = new Sample(ref, time, value(random, writer, ref));
                            add(writer, sample);
                            all.add(sample);
                        }
                        encoder.writeTo(out, RecordType.SAMPLES);
                        assertThat(out.position())
                                .isLessThanOrEqualTo(
                                        SampleEncoder.RECORD_BYTES_MAX
                                                + count * SampleEncoder.SAMPLE_BYTES_MAX);
                        decode(out, reader);
                    }
                    assertThat(reader.samples).isEqualTo(all);
                });
    }

    @Test
    void decode_withUnknownSeries_passesOverThemAndKeepsTheRest() {
        SeededCases.run(
                100,
                random -> {
                    States writer = new States();
                    RecordWriter out = new RecordWriter();
                    encoder.begin();
                    List<Sample> expected = new ArrayList<>();
                    int strangers = 0;
                    for (int i = 0; i < 50; i++) {
                        Sample sample =
                                new Sample(random.between(1, 20), i, value(random, writer, i % 20));
                        add(writer, sample);
                        if (sample.ref() < 10) {
                            expected.add(sample);
                        } else {
                            strangers++;
                        }
                    }
                    encoder.writeTo(out, RecordType.SAMPLES);
                    States reader = new States();
                    reader.unknownFrom = 10;
                    decode(out, reader);
                    assertThat(reader.samples).isEqualTo(expected);
                    assertThat(reader.unknown).isEqualTo(strangers);
                });
    }

    @Test
    void decode_cutAnywhere_isCorruptNeverAnotherFailure() {
        States writer = new States();
        RecordWriter out = new RecordWriter();
        encoder.begin();
        for (int i = 0; i < 40; i++) {
            add(writer, new Sample(1 + i % 7, i / 3, Double.doubleToRawLongBits(i * 0.1 + i % 3)));
        }
        encoder.writeTo(out, RecordType.SAMPLES);
        byte[] body = body(out);
        for (int length = 0; length < body.length; length++) {
            RecordReader cut = new RecordReader(body, 0, length);
            assertThatThrownBy(() -> decoder.decode(cut, new States()))
                    .as("cut to %d", length)
                    .isInstanceOf(CorruptRecordException.class);
        }
    }

    @Test
    void decode_ofMutatedBytes_failsOnlyAsCorrupt() {
        States writer = new States();
        RecordWriter out = new RecordWriter();
        encoder.begin();
        for (int i = 0; i < 60; i++) {
            add(writer, new Sample(1 + i % 9, i, Double.doubleToRawLongBits(Math.sqrt(i % 11))));
        }
        encoder.writeTo(out, RecordType.SAMPLES);
        byte[] body = body(out);
        SeededCases.run(
                3_000,
                random -> {
                    byte[] mutated = body.clone();
                    mutated[random.between(0, mutated.length - 1)] = (byte) random.nextLong();
                    try {
                        decoder.decode(new RecordReader(mutated, 0, mutated.length), new States());
                    } catch (CorruptRecordException e) {
                        assertThat(e).hasMessageMatching("(?s).+");
                    }
                });
    }

    @Test
    void add_ofScrapedValues_allocatesNothingAndTakesLessThanAByte() {
        long[] bits = new long[1_000];
        int[] states = new int[bits.length];
        RecordWriter out = new RecordWriter();
        long[] scrape = {0};
        Runnable request =
                () -> {
                    scrape[0]++;
                    out.truncate(0);
                    encoder.begin();
                    for (int i = 0; i < bits.length; i++) {
                        boolean changes = i % 4 == 0;
                        long value =
                                changes
                                        ? Double.doubleToRawLongBits((double) scrape[0] * (i % 16))
                                        : bits[i];
                        states[i] =
                                encoder.add(
                                        i + 1,
                                        scrape[0] * 15_000,
                                        value,
                                        scrape[0] > 1,
                                        bits[i],
                                        states[i]);
                        bits[i] = value;
                    }
                    encoder.writeTo(out, RecordType.SAMPLES);
                };
        assertThat(AllocationProbe.bytes(request, 200)).isZero();
        assertThat(out.position()).isLessThan(bits.length);
    }

    private void add(States writer, Sample sample) {
        int series = (int) sample.ref();
        int state =
                encoder.add(
                        sample.ref(),
                        sample.time(),
                        sample.bits(),
                        writer.isKnown(series),
                        writer.lastBits(series),
                        writer.exponent(series));
        writer.sample(series, sample.time(), sample.bits(), state);
    }

    private static long value(SeededCases.Random random, States writer, long ref) {
        return switch (random.between(0, 9 - 1)) {
            case 0 -> writer.lastBits((int) ref);
            case 1 -> SampleBits.STALE_NAN;
            case 2 -> random.nextLong();
            case 3 -> Double.doubleToRawLongBits(-0.0);
            case 4 -> Double.doubleToRawLongBits(random.between(-1_000, 1_000) / 1000.0);
            case 5 -> Double.doubleToRawLongBits(1 / 3.0 * random.between(0, 99));
            case 6 -> Double.doubleToRawLongBits((double) random.nextLong());
            default -> Double.doubleToRawLongBits(random.between(0, 100_000));
        };
    }

    private void decode(RecordWriter out, States reader) {
        byte[] body = body(out);
        try {
            decoder.decode(new RecordReader(body, 0, body.length), reader);
        } catch (CorruptRecordException e) {
            throw new AssertionError(e);
        }
    }

    /// The record's bytes behind its header.
    private static byte[] body(RecordWriter out) {
        int length = out.position() - RecordType.HEADER_BYTES;
        byte[] body = Arrays.copyOfRange(out.array(), RecordType.HEADER_BYTES, out.position());
        assertThat(body).hasSize(length);
        return body;
    }
}
