package io.tributary.format.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.model.flow.WriteBatch;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RemoteWrite1TemplateTest {
    private static final long LATEST_MILLIS = (1L << 42) - 1;

    @Test
    void add_ofALabel_writesItsField() {
        assertThat(HexFormat.of().formatHex(labels("a", "é")))
                .isEqualTo("0a07" + "0a0161" + "1202c3a9");
    }

    @Test
    void set_againAndAgain_isWhatTheDecoderReads() throws MalformedRequestException {
        byte[] first = labels("job", "a".repeat(300));
        byte[] second = labels("x".repeat(130), "");
        RemoteWrite1Template template = new RemoteWrite1Template(List.of(first, second));

        for (long time : new long[] {0, 1_795_638_732_272L, LATEST_MILLIS}) {
            template.set(0, time, -0.0);
            template.set(1, LATEST_MILLIS - time, 0.1);

            WriteBatch batch = new WriteBatch();
            byte[] message = template.message();
            new RemoteWrite1Decoder().decode(message, 0, message.length, batch);
            assertThat(batch.seriesCount()).isEqualTo(template.count()).isEqualTo(2);
            assertThat(key(batch, 0)).isEqualTo(first);
            assertThat(key(batch, 1)).isEqualTo(second);
            assertThat(batch.timeMillis(0)).isEqualTo(time);
            assertThat(batch.valueBits(0)).isEqualTo(Double.doubleToRawLongBits(-0.0));
            assertThat(batch.timeMillis(1)).isEqualTo(LATEST_MILLIS - time);
            assertThat(batch.valueBits(1)).isEqualTo(Double.doubleToRawLongBits(0.1));
        }
    }

    private static byte[] labels(String name, String value) {
        RemoteWrite1LabelWriter out = new RemoteWrite1LabelWriter();
        out.add(name, value);
        return out.toByteArray();
    }

    private static byte[] key(WriteBatch batch, int series) {
        int from = batch.keyOffset(series);
        return Arrays.copyOfRange(batch.bytes(), from, from + batch.keyLength(series));
    }
}
