package io.tributary.format.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import io.tributary.testkit.SeededCases;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ProtoWriterTest {
    @Test
    void write_anyFields_areProtobufJavas() {
        SeededCases.run(
                2_000,
                random -> {
                    ProtoWriter ours = new ProtoWriter();
                    ByteArrayOutputStream theirs = new ByteArrayOutputStream();
                    message(random, 0, ours, theirs);

                    assertThat(Arrays.copyOf(ours.bytes(), ours.size()))
                            .isEqualTo(theirs.toByteArray());
                });
    }

    @Test
    void varintBytes_aroundEachStep_isTheLengthWritten() {
        for (int bits = 0; bits < Long.SIZE; bits++) {
            for (long value : new long[] {1L << bits, (1L << bits) - 1, -(1L << bits)}) {
                ProtoWriter writer = new ProtoWriter();
                writer.rawVarint(value);

                assertThat(ProtoWriter.varintBytes(value)).isEqualTo(writer.size());
            }
        }
    }

    private static void message(
            SeededCases.Random random, int depth, ProtoWriter ours, ByteArrayOutputStream theirs) {
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(theirs);
            int fields = random.between(0, 6);
            for (int i = 0; i < fields; i++) {
                int field = random.between(1, 40);
                switch (random.between(0, depth > 4 ? 3 : 4)) {
                    case 0 -> {
                        long value = number(random);
                        ours.varint(field, value);
                        out.writeInt64(field, value);
                    }
                    case 1 -> {
                        long value = number(random);
                        ours.zigzag(field, value);
                        out.writeSInt64(field, value);
                    }
                    case 2 -> {
                        long bits = number(random);
                        ours.fixed64(field, bits);
                        out.writeFixed64(field, bits);
                    }
                    case 3 -> {
                        String text = "ä".repeat(random.between(0, 200));
                        ours.text(field, text);
                        out.writeByteArray(field, text.getBytes(StandardCharsets.UTF_8));
                    }
                    default -> {
                        int begun = ours.begin(field);
                        ByteArrayOutputStream inner = new ByteArrayOutputStream();
                        message(random, depth + 1, ours, inner);
                        ours.end(begun);
                        out.writeByteArray(field, inner.toByteArray());
                    }
                }
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of any length.
    private static long number(SeededCases.Random random) {
        return random.nextLong() >> random.between(0, Long.SIZE - 1);
    }
}
