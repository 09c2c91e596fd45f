package io.tributary.format.exposition.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.lines.BatchText;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.model.flow.WriteBatch;
import java.util.Arrays;

/// Jazzer target: whatever the bytes, they are refused or a batch that can be read comes of them;
/// nothing outside of them is looked at; and a decoder that read them reads the next request as a
/// new one does.
public final class FamilyFuzzer {
    /// Bytes before and behind the request, so that a read outside of it is seen.
    private static final int MARGIN = 16;

    private static final byte[] NEXT = Families.everything();

    private FamilyFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        FamilyDecoder decoder = new FamilyDecoder();
        String made = decode(decoder, input, (byte) 0x0A);
        assertThat(decode(new FamilyDecoder(), input, (byte) -1)).isEqualTo(made);
        assertThat(decode(decoder, NEXT, (byte) 0))
                .isEqualTo(decode(new FamilyDecoder(), NEXT, (byte) 0));
    }

    /// What a request becomes, or why it becomes nothing.
    static String decode(FamilyDecoder decoder, byte[] request, byte margin) {
        byte[] bytes = new byte[request.length + 2 * MARGIN];
        Arrays.fill(bytes, margin);
        System.arraycopy(request, 0, bytes, MARGIN, request.length);
        WriteBatch batch = new WriteBatch();
        try {
            decoder.decode(bytes, MARGIN, request.length, Families.RECEIVED_MILLIS, batch);
        } catch (MalformedRequestException e) {
            return String.valueOf(e.getMessage());
        }
        return BatchText.of(batch, decoder.report());
    }
}
