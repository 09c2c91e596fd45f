package io.tributary.format.remoteread;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.model.Matcher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Jazzer target: whatever the bytes, our decoder says what protobuf-java says, or refuses.
public final class ReadRequestFuzzer {
    /// Bytes before and behind the message, so that a read outside of it is seen.
    private static final int MARGIN = 16;

    private static final List<Matcher.Type> TYPES =
            List.of(
                    Matcher.Type.EQUAL,
                    Matcher.Type.NOT_EQUAL,
                    Matcher.Type.REGEX,
                    Matcher.Type.NOT_REGEX);

    private ReadRequestFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        Optional<String> ours = decode(input);
        if (ours.isPresent()) {
            assertThat(ours.get()).isEqualTo(expected(input));
        }
    }

    /// What our decoder reads, or empty if it refuses.
    static Optional<String> decode(byte[] message) {
        byte[] bytes = new byte[message.length + 2 * MARGIN];
        Arrays.fill(bytes, (byte) 0x0A);
        System.arraycopy(message, 0, bytes, MARGIN, message.length);
        try {
            return Optional.of(text(ReadRequestDecoder.decode(bytes, MARGIN, message.length)));
        } catch (MalformedRequestException e) {
            assertThat(e.offset()).isBetween(0, message.length);
            return Optional.empty();
        }
    }

    private static String text(ReadRequest request) {
        StringBuilder text = new StringBuilder();
        text.append(request.responseType().map(Enum::name).orElse("none"));
        for (ReadQuery query : request.queries()) {
            text.append("; ").append(query.startMillis()).append(' ').append(query.endMillis());
            for (Matcher matcher : query.matchers()) {
                text.append(' ').append(matcher);
            }
        }
        return text.toString();
    }

    private static String expected(byte[] input) {
        DynamicMessage request;
        try {
            request = DynamicMessage.parseFrom(Descriptors.of("ReadRequest"), input);
        } catch (InvalidProtocolBufferException e) {
            return "refused: " + e.getMessage();
        }
        List<ReadQuery> queries = new ArrayList<>();
        for (DynamicMessage query : Descriptors.messages(request, "queries")) {
            queries.add(query(query));
        }
        List<?> accepted = Descriptors.list(request, "accepted");
        Optional<ResponseType> type =
                accepted.stream()
                        .flatMap(number -> ResponseType.ofNumber((Integer) number).stream())
                        .findFirst();
        return text(
                new ReadRequest(
                        queries, accepted.isEmpty() ? Optional.of(ResponseType.SAMPLES) : type));
    }

    private static ReadQuery query(DynamicMessage query) {
        List<Matcher> matchers = new ArrayList<>();
        for (DynamicMessage matcher : Descriptors.messages(query, "matchers")) {
            Matcher.Type type = TYPES.get((int) Descriptors.number(matcher, "type"));
            matchers.add(new Matcher(type, string(matcher, "name"), string(matcher, "value")));
        }
        long start = Descriptors.number(query, "start");
        long end = Descriptors.number(query, "end");
        DynamicMessage hints = (DynamicMessage) Descriptors.value(query, "hints");
        long hintsStart = Descriptors.number(hints, "start");
        long hintsEnd = Descriptors.number(hints, "end");
        return hintsStart == 0 && hintsEnd == 0
                ? new ReadQuery(start, end, matchers)
                : new ReadQuery(Math.max(start, hintsStart), Math.min(end, hintsEnd), matchers);
    }

    private static String string(DynamicMessage message, String field) {
        ByteString bytes = (ByteString) Descriptors.value(message, field);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
