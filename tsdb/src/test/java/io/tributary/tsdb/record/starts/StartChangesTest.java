package io.tributary.tsdb.record.starts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testkit.SeededCases;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordWriter;
import org.junit.jupiter.api.Test;

class StartChangesTest {
    private static final long MAX = (1L << 56) - 1;

    @Test
    void changes_ofRandomSamples_giveBackEachStart_withinTheirBound() {
        StartChanges changes = new StartChanges();
        StartCursor cursor = new StartCursor();
        SeededCases.run(
                2_000,
                random -> {
                    boolean any = random.oneIn(2);
                    long[] starts = new long[random.between(1, 300)];
                    changes.begin();
                    long before = 0;
                    for (int i = 0; i < starts.length; i++) {
                        long start = any ? random.nextLong() >> 7 : 0;
                        boolean changed = random.oneIn(3);
                        starts[i] = changed ? start : before;
                        if (changed) {
                            changes.add(i, start);
                        }
                        before = starts[i];
                    }
                    assertThat((long) changes.sizeBytes())
                            .isLessThanOrEqualTo(StartChanges.bytesMax(starts.length, any));
                    cursor.reset(changes.array(), 0, changes.sizeBytes());
                    assertThat(cursor.isWithin(starts.length)).isTrue();
                    for (int i = 0; i < starts.length; i++) {
                        assertThat(cursor.at(i)).isEqualTo(starts[i]);
                    }
                    assertThat(cursor.isAtEnd()).isTrue();
                });
    }

    @Test
    void kept_startsOfFiftySevenBits() {
        assertThat(StartChanges.kept(MAX)).isEqualTo(MAX);
        assertThat(StartChanges.kept(-MAX - 1)).isEqualTo(-MAX - 1);
        assertThat(StartChanges.kept(MAX + 1)).isZero();
        assertThat(StartChanges.kept(-MAX - 2)).isZero();
        assertThat(StartChanges.kept(Long.MAX_VALUE)).isZero();
        assertThat(StartChanges.kept(Long.MIN_VALUE)).isZero();
    }

    @Test
    void reset_ofWhatAreNoChanges_isRefusedAndLeavesNothing() throws CorruptRecordException {
        RecordWriter out = new RecordWriter();
        assertRefused(out, "distance 0", 0, 5);
        assertRefused(out, "beyond what is kept", 1, MAX + 1);
        assertRefused(out, "places beyond all", Integer.MAX_VALUE - 1L, 5, 2, 5);
        out.truncate(0);
        out.varint(1);
        assertRefused(out, "no start");
    }

    private static void assertRefused(RecordWriter out, String what, long... numbers)
            throws CorruptRecordException {
        out.truncate(numbers.length > 0 ? 0 : out.position());
        for (int i = 0; i < numbers.length; i += 2) {
            out.varint(numbers[i]);
            out.zigzag(numbers[i + 1]);
        }
        StartCursor cursor = new StartCursor();
        cursor.reset(new byte[] {1, 2}, 0, 2);
        assertThatThrownBy(() -> cursor.reset(out.array(), 0, out.position()))
                .as(what)
                .isInstanceOf(CorruptRecordException.class);
        assertThat(cursor.isEmpty()).isTrue();
        assertThat(cursor.at(7)).isZero();
    }
}
