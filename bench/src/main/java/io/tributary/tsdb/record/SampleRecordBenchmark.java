package io.tributary.tsdb.record;

import io.tributary.bench.Scrape;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecordWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// A record of the wal with 2,000 samples of a scrape; nanoseconds a sample.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class SampleRecordBenchmark {
    private static final int SERIES = 2_000;

    private static final int TYPE = 1;

    /// A record's type and length.
    private static final int HEAD_BYTES = 5;

    private final SampleEncoder encoder = new SampleEncoder();
    private final SampleDecoder decoder = new SampleDecoder();
    private final RecordWriter writer = new RecordWriter();
    private final Values values = new Values();
    private final int[] states = new int[SERIES];
    private int step;

    public SampleRecordBenchmark() {
        write();
    }

    /// What the scrape before left.
    private static final class Values implements SampleTarget {
        private final long[] bits = new long[SERIES];
        private long sum;

        @Override
        public int series(long ref) {
            return (int) ref - 1;
        }

        @Override
        public boolean isKnown(int series) {
            return true;
        }

        @Override
        public long lastBits(int series) {
            return bits[series];
        }

        @Override
        public int exponent(int series) {
            return 0;
        }

        @Override
        public void sample(int series, long timeMillis, long bits, int exponent) {
            sum += timeMillis ^ bits;
        }

        @Override
        public void unknown(long ref, long timeMillis) {
            throw new IllegalStateException("BUG: all are known");
        }
    }

    @Benchmark
    @OperationsPerInvocation(SERIES)
    public int encode() {
        write();
        return writer.position();
    }

    /// Of the record that was written last, its values as they come: what they are added to does
    /// not matter for the cost.
    @Benchmark
    @OperationsPerInvocation(SERIES)
    public long decode() throws CorruptRecordException {
        decoder.decode(new RecordReader(writer.array(), HEAD_BYTES, writer.position()), values);
        return values.sum;
    }

    private void write() {
        writer.truncate(0);
        encoder.begin();
        step++;
        for (int i = 0; i < SERIES; i++) {
            long bits = Double.doubleToRawLongBits(Scrape.value(i, step));
            states[i] =
                    encoder.add(
                            i + 1L,
                            step * Scrape.STEP_MILLIS,
                            bits,
                            step > 1,
                            values.bits[i],
                            step > 1 ? states[i] : ValueEncoder.STATE_NONE);
            values.bits[i] = bits;
        }
        encoder.writeTo(writer, TYPE);
    }
}
