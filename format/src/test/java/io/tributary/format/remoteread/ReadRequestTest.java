package io.tributary.format.remoteread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoWriter;
import io.tributary.testkit.fuzz.FuzzCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReadRequestTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus/remoteread");

    @Test
    void decode_request_isWhatItSays() throws Exception {
        ProtoWriter request = new ProtoWriter();
        int query = request.begin(1);
        request.varint(1, 1_000);
        request.varint(2, 9_000);
        matcher(request, 0, "__name__", "up");
        matcher(request, 1, "a", "b");
        matcher(request, 2, "c", "d|e");
        matcher(request, 3, "é", "");
        request.end(query);
        request.varint(2, 7);
        request.varint(2, 1);

        assertThat(decoded(request))
                .hasValue(
                        "STREAMED_XOR_CHUNKS; 1000 9000 __name__=\"up\" a!=\"b\" c=~\"d|e\" é!~\"\"");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "0,0,1000 9000",
                "2000,8000,2000 8000",
                "500,9500,1000 9000",
                "9500,9600,9500 9000",
            })
    void decode_hints_narrowTheRange(long start, long end, String range) throws Exception {
        ProtoWriter request = new ProtoWriter();
        int query = request.begin(1);
        request.varint(1, 1_000);
        request.varint(2, 9_000);
        matcher(request, 0, "a", "b");
        int hints = request.begin(4);
        request.varint(1, 15_000);
        request.text(2, "rate");
        request.varint(3, start);
        request.varint(4, end);
        request.end(hints);
        request.end(query);

        assertThat(decoded(request)).hasValue("SAMPLES; " + range + " a=\"b\"");
    }

    @Test
    void decode_whatCannotBe_isRefusedNamingIt() {
        assertRefused("matcher type 4", request -> matcher(request, 4, "a", "b"));
        assertRefused(
                "matcher of a: error parsing regexp: missing closing )",
                request -> matcher(request, 2, "a", "("));
        assertRefused("a query without matchers", _ -> {});
        assertRefused("field 3 of Query has wire type 0, want 2", request -> request.varint(3, 1));
        assertRefused(
                "more than 10000 matchers",
                request -> {
                    for (int i = 0; i <= ReadRequestDecoder.MATCHERS_MAX; i++) {
                        matcher(request, 0, "a", "b");
                    }
                });
        assertRefused(
                "regular expressions of too many instructions",
                request -> {
                    for (int i = 0; i < 20; i++) {
                        matcher(request, 2, "a", "((a{30}){30}){60}.");
                    }
                });
    }

    @Test
    void decode_tooManyQueries_isRefused() {
        ProtoWriter request = new ProtoWriter();
        for (int i = 0; i <= ReadRequestDecoder.QUERIES_MAX; i++) {
            int query = request.begin(1);
            matcher(request, 0, "a", "b");
            request.end(query);
        }

        assertThatThrownBy(() -> ReadRequestDecoder.decode(request.bytes(), 0, request.size()))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageStartingWith(
                        "malformed remote read request: more than 1000 queries at byte ");
    }

    @Test
    void decode_typesOfWhichNoneIsKnown_haveNone() throws Exception {
        ProtoWriter request = new ProtoWriter();
        int accepted = request.begin(2);
        request.rawVarint(2);
        request.rawVarint(-1);
        request.end(accepted);

        assertThat(decoded(request)).hasValue("none");
    }

    @Test
    void decode_corpusAndMutations_neverDifferFromOracle() throws IOException {
        if (System.getProperty("update") != null) {
            writeCorpus();
        }
        FuzzCorpus.run("remoteread", 30_000, ReadRequestFuzzer::fuzzerTestOneInput);
    }

    private static void writeCorpus() throws IOException {
        Files.createDirectories(CORPUS);
        ProtoWriter all = new ProtoWriter();
        int query = all.begin(1);
        all.varint(1, 1_763_672_487_000L);
        all.varint(2, 1_763_672_547_000L);
        for (int type = 0; type < 4; type++) {
            matcher(all, type, "name" + type, "a|b");
        }
        int hints = all.begin(4);
        all.varint(1, 15_000);
        all.text(2, "sum");
        all.varint(3, 1_763_672_497_000L);
        all.varint(4, 1_763_672_507_000L);
        all.text(5, "job");
        all.varint(6, 1);
        all.end(hints);
        all.end(query);
        write("hints", all);
        int accepted = all.begin(2);
        all.rawVarint(1);
        all.rawVarint(0);
        all.end(accepted);
        int second = all.begin(1);
        all.varint(1, -1);
        matcher(all, 2, "é", "x.+");
        all.end(second);
        write("two-queries", all);
        ProtoWriter types = new ProtoWriter();
        types.varint(2, 9);
        types.varint(2, 1);
        types.fixed64(17, 1);
        write("types", types);
    }

    private static void write(String name, ProtoWriter message) throws IOException {
        Files.write(CORPUS.resolve(name), Arrays.copyOf(message.bytes(), message.size()));
    }

    private interface Content {
        void write(ProtoWriter request);
    }

    private static void assertRefused(String why, Content content) {
        ProtoWriter request = new ProtoWriter();
        int query = request.begin(1);
        content.write(request);
        request.end(query);

        assertThatThrownBy(() -> ReadRequestDecoder.decode(request.bytes(), 0, request.size()))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageStartingWith("malformed remote read request: " + why);
    }

    private static Optional<String> decoded(ProtoWriter request) {
        byte[] message = Arrays.copyOf(request.bytes(), request.size());
        ReadRequestFuzzer.fuzzerTestOneInput(message);
        return ReadRequestFuzzer.decode(message);
    }

    private static void matcher(ProtoWriter request, int type, String name, String value) {
        int matcher = request.begin(3);
        request.varint(1, type);
        request.text(2, name);
        request.text(3, value);
        request.end(matcher);
    }
}
