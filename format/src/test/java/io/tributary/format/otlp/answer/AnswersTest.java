package io.tributary.format.otlp.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class AnswersTest {
    @Test
    void exportAnswer_all_isEmpty() {
        assertThat(ExportAnswer.ALL.toProtobuf()).isEmpty();
        assertThat(text(ExportAnswer.ALL.toJson())).isEqualTo("{}");
    }

    @Test
    void exportAnswer_part_tellsHowManyAndWhy() {
        ExportAnswer answer = new ExportAnswer(300, "é \"x\"");

        assertThat(hex(answer.toProtobuf())).isEqualTo("0a0b08ac021206c3a920227822");
        assertThat(text(answer.toJson()))
                .isEqualTo(
                        "{\"partialSuccess\":{\"rejectedDataPoints\":\"300\",\"errorMessage\":\"é \\\"x\\\"\"}}");
    }

    @Test
    void exportAnswer_warningOnly_hasNoCount() {
        ExportAnswer answer = new ExportAnswer(0, "w");

        assertThat(hex(answer.toProtobuf())).isEqualTo("0a03120177");
        assertThat(text(answer.toJson()))
                .isEqualTo("{\"partialSuccess\":{\"errorMessage\":\"w\"}}");
    }

    @Test
    void exportAnswer_longMessage_keepsItsLength() {
        byte[] answer = new ExportAnswer(0, "m".repeat(200)).toProtobuf();

        assertThat(hex(answer)).startsWith("0acb0112c8016d6d");
        assertThat(answer).hasSize(3 + 3 + 200);
    }

    @Test
    void rpcStatus_tellsCodeAndMessage() {
        RpcStatus status = new RpcStatus(3, "bad");

        assertThat(hex(status.toProtobuf())).isEqualTo("08031203626164");
        assertThat(text(status.toJson())).isEqualTo("{\"code\":3,\"message\":\"bad\"}");
        assertThat(text(new RpcStatus(0, "bad").toJson())).isEqualTo("{\"message\":\"bad\"}");
        assertThat(new RpcStatus(0, "").toProtobuf()).isEmpty();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
