package io.tributary.format;

import io.tributary.format.chunk.HistogramChunkFuzzer;
import io.tributary.format.chunk.XorChunkFuzzer;
import io.tributary.format.compress.CompressFuzzer;
import io.tributary.format.exposition.ExpositionFuzzer;
import io.tributary.format.exposition.protobuf.FamilyFuzzer;
import io.tributary.format.influx.InfluxFuzzer;
import io.tributary.format.jsonlines.JsonLinesFuzzer;
import io.tributary.format.otlp.OtlpFuzzer;
import io.tributary.format.otlp.OtlpJsonFuzzer;
import io.tributary.format.remoteread.ReadRequestFuzzer;
import io.tributary.format.remotewrite.RemoteWrite1Fuzzer;
import io.tributary.format.remotewrite.RemoteWrite2Fuzzer;
import io.tributary.testkit.fuzz.Jazzer;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs Jazzer, each target in a process of its own, for `-Dfuzz.seconds` (60).
@Tag("fuzz")
final class FuzzTest {
    @TempDir private Path work;

    @Test
    void remoteWrite_guidedInputs_findNothing() throws Exception {
        Jazzer.run(RemoteWrite1Fuzzer.class, "remotewrite", work);
    }

    @Test
    void remoteWrite2_guidedInputs_findNothing() throws Exception {
        Jazzer.run(RemoteWrite2Fuzzer.class, "remotewrite2", work);
    }

    @Test
    void otlp_guidedInputs_findNothing() throws Exception {
        Jazzer.run(OtlpFuzzer.class, "otlp", work);
    }

    @Test
    void otlpJson_guidedInputs_findNothing() throws Exception {
        Jazzer.run(OtlpJsonFuzzer.class, "otlpjson", work);
    }

    @Test
    void remoteRead_guidedInputs_findNothing() throws Exception {
        Jazzer.run(ReadRequestFuzzer.class, "remoteread", work);
    }

    @Test
    void chunk_guidedInputs_findNothing() throws Exception {
        Jazzer.run(XorChunkFuzzer.class, "chunk", work);
    }

    @Test
    void histogramChunk_guidedInputs_findNothing() throws Exception {
        Jazzer.run(HistogramChunkFuzzer.class, "histogramchunk", work);
    }

    @Test
    void histogramBytes_guidedInputs_findNothing() throws Exception {
        Jazzer.run(HistogramBytesFuzzer.class, "histogrambytes", work);
    }

    @Test
    void relabel_guidedInputs_findNothing() throws Exception {
        Jazzer.run(RelabelFuzzer.class, "relabel", work);
    }

    @Test
    void influx_guidedInputs_findNothing() throws Exception {
        Jazzer.run(InfluxFuzzer.class, "influx", work);
    }

    @Test
    void exposition_guidedInputs_findNothing() throws Exception {
        Jazzer.run(ExpositionFuzzer.class, "exposition", work);
    }

    @Test
    void families_guidedInputs_findNothing() throws Exception {
        Jazzer.run(FamilyFuzzer.class, "families", work);
    }

    @Test
    void jsonLines_guidedInputs_findNothing() throws Exception {
        Jazzer.run(JsonLinesFuzzer.class, "jsonlines", work);
    }

    @Test
    void compress_guidedInputs_findNothing() throws Exception {
        Jazzer.run(CompressFuzzer.class, "compress", work);
    }
}
