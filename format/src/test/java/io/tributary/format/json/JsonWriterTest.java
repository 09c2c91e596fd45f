package io.tributary.format.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testkit.AllocationProbe;
import io.tributary.testkit.SeededCases;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonWriterTest {
    private interface Text {
        void write(JsonWriter json) throws IOException;
    }

    @Test
    void write_anAnswer_isAsPrometheusWritesIt() {
        assertThat(
                        written(json -> {
                            json.beginObject().name("status").string("success");
                            json.name("data").beginObject().name("result").beginArray();
                            json.beginObject().name("metric").beginObject();
                            json.name("__name__").string("up").name("job").string("a");
                            json.endObject().name("values").beginArray();
                            json.beginArray().timestamp(1435781451781L).sample(1);
                            json.endArray();
                            json.beginArray().timestamp(1435781466000L).sample(-0.5);
                            json.endArray();
                            json.endArray().endObject().endArray().endObject();
                            json.name("n").number(-12).name("b").bool(true);
                            json.name("z").nothing().endObject();
                        }))
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":"
                                + "{\"__name__\":\"up\",\"job\":\"a\"},\"values\":"
                                + "[[1435781451.781,\"1\"],[1435781466,\"-0.5\"]]}]},"
                                + "\"n\":-12,\"b\":true,\"z\":null}");
    }

    /// The wanted texts are what json-iterator wrote for the same strings.
    @Test
    void string_charactersToEscape_areAsPrometheusEscapesThem() {
        assertStrings("q\"b\\s/", "q\\\"b\\\\s/", "q\\\"b\\\\s/");
        assertStrings(
                "\0\b\t\n\f\r\u001f\u007f",
                "\\u0000\\u0008\\t\\n\\u000c\\r\\u001f\u007f",
                "\\u0000\\u0008\\t\\n\\u000c\\r\\u001f\u007f");
        assertStrings("<a>&'", "<a>&'", "\\u003ca\\u003e\\u0026'");
        assertStrings("é€😀\u2028\u2029", "é€😀\u2028\u2029", "é€😀\\u2028\\u2029");
        assertStrings("a\ud83db\ude00", "a\ufffdb\ufffd", "a\ufffdb\ufffd");
    }

    @Test
    void timestamp_anyMillis_isSecondsWithThreeDecimals() {
        assertThat(written(json -> json.timestamp(0))).isEqualTo("0");
        assertThat(written(json -> json.timestamp(5))).isEqualTo("0.005");
        assertThat(written(json -> json.timestamp(1500))).isEqualTo("1.500");
        assertThat(written(json -> json.timestamp(-1))).isEqualTo("-0.001");
        assertThat(written(json -> json.timestamp(-12340))).isEqualTo("-12.340");
        assertThat(written(json -> json.timestamp(Long.MIN_VALUE)))
                .isEqualTo("-9223372036854775.808");
    }

    @Test
    void point_anyMomentAndValue_isTimestampAndSampleInAnArray() {
        SeededCases.run(
                2_000,
                random -> {
                    long time = random.oneIn(2) ? random.nextLong() : random.between(-5_000, 5_000);
                    double value = Double.longBitsToDouble(random.nextLong());
                    assertThat(written(json -> json.beginArray().point(time, value).endArray()))
                            .isEqualTo(
                                    written(json -> {
                                        json.beginArray().beginArray();
                                        json.timestamp(time).sample(value);
                                        json.endArray().endArray();
                                    }));
                    assertThat(written(json -> json.number(time))).isEqualTo(Long.toString(time));
                });
    }

    @Test
    void sample_anyValue_isQuotedInTheForm() {
        assertThat(written(json -> json.sample(Double.NaN))).isEqualTo("\"NaN\"");
        assertThat(written(json -> json.sample(Double.POSITIVE_INFINITY))).isEqualTo("\"+Inf\"");
        assertThat(written(json -> json.sample(1e21))).isEqualTo("\"1e+21\"");
        assertThat(written(json -> json.sample(1e20))).isEqualTo("\"100000000000000000000\"");
        assertThat(written(json -> json.sample(9.5e-7))).isEqualTo("\"9.5e-07\"");
        assertThat(written(json -> json.sample(-0.0))).isEqualTo("\"-0\"");
    }

    @Test
    void number_extremes_areWhole() {
        for (long number : new long[] {0, 9, 10, -10, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(written(json -> json.number(number))).isEqualTo(Long.toString(number));
            assertThat(written(json -> json.unsigned(number)))
                    .isEqualTo(Long.toUnsignedString(number));
        }
    }

    @Test
    void write_moreThanTheBuffer_flushesInPieces() {
        SeededCases.run(
                200,
                random -> {
                    StringBuilder text = new StringBuilder();
                    int length = random.size(5000);
                    for (int i = 0; i < length; i++) {
                        text.append(random.pick(List.of("a", "é", "€", "😀", "\"")));
                    }
                    assertThat(
                                    written(json -> {
                                        json.beginArray().string(text.toString());
                                        for (int i = 0; i < 200; i++) {
                                            json.timestamp(i * 1001L).sample(i / 7.0);
                                        }
                                        json.endArray();
                                    }))
                            .startsWith(
                                    "[\"" + text.toString().replace("\"", "\\\"") + "\",0,\"0\"")
                            .endsWith(",199.199,\"28.428571428571427\"]");
                });
    }

    @Test
    void write_notWellFormed_isOurFault() {
        ourFault(json -> json.number(1).number(2));
        ourFault(JsonWriter::endArray);
        ourFault(json -> json.beginObject().name("a").endObject());
        ourFault(json -> {
            for (int i = 0; i < JsonWriter.DEPTH_MAX; i++) {
                json.beginArray();
            }
        });
        assertThatThrownBy(() -> new JsonWriter(new byte[10], (bytes, offset, length) -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nesting_deeperThanAWord_keepsItsCommas() {
        int depth = 1_000;
        String written =
                written(json -> {
                    for (int i = 0; i < depth; i++) {
                        json.beginArray().number(i);
                    }
                    for (int i = 0; i < depth; i++) {
                        json.endArray();
                        if (i < depth - 1) {
                            json.bool(true);
                        }
                    }
                });
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            expected.append(i == 0 ? "[" : ",[").append(i);
        }
        expected.append("],true".repeat(depth - 1)).append(']');

        assertThat(written).isEqualTo(expected.toString());
    }

    @Test
    void number_ofADouble_isWrittenAsGoDoes() {
        assertThat(
                        written(json ->
                                json.beginArray()
                                        .number(0.000031366)
                                        .number(1e21)
                                        .number(-0.5)
                                        .number(3.0)
                                        .endArray()))
                .isEqualTo("[0.000031366,1e+21,-0.5,3]");
        assertThatThrownBy(() -> written(json -> json.number(Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("BUG: ");
    }

    @Test
    void name_htmlSafe_isEscaped() {
        assertThat(written(json -> json.beginObject().htmlSafeName("a<b").number(1).endObject()))
                .isEqualTo("{\"a\\u003cb\":1}");
    }

    @Test
    void points_warm_allocateNothing() throws IOException {
        JsonWriter json = new JsonWriter(new byte[4096], (bytes, offset, length) -> {});
        json.beginArray();
        long allocated =
                AllocationProbe.bytes(() -> {
                    try {
                        for (int i = 0; i < 100; i++) {
                            json.timestamp(1435781451781L + i).sample(i / 4.0);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });

        assertThat(allocated).isZero();
    }

    private static void assertStrings(String text, String plain, String htmlSafe) {
        assertThat(written(json -> json.string(text))).isEqualTo('"' + plain + '"');
        assertThat(written(json -> json.htmlSafe(text))).isEqualTo('"' + htmlSafe + '"');
    }

    private static void ourFault(Text text) {
        assertThatThrownBy(() -> written(text))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("BUG: ");
    }

    private static String written(Text text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonWriter json = new JsonWriter(new byte[JsonWriter.BUFFER_BYTES_MIN], out::write);
        try {
            text.write(json);
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
