package io.tributary.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.audit.AuditEvent.Kind;
import io.tributary.model.Labels;
import io.tributary.model.flow.WriteResult.Finding;
import io.tributary.model.flow.WriteResult.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Runs the examples of `docs/audit.md`: they are what is written, and are read back.
class AuditDocsTest {
    private static final long NOW = AuditFixture.NOW;
    private static final Labels SERIES = Labels.of("__name__", "up", "job", "node");

    @Test
    void lines_ofTheDocument_areWrittenAndRead() throws IOException {
        List<String> told = example();
        assertThat(written())
                .extracting(line -> new String(line.bytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo(told);
        for (String line : told) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            AuditLine read = AuditLineReader.read(bytes, 0, bytes.length).orElseThrow();
            assertThat(line)
                    .startsWith(
                            "{\"type\":\"%s\",\"time\":%d"
                                    .formatted(read.type().word(), read.toMillis()));
        }
    }

    private static List<Line> written() {
        Origin edge =
                new Origin(
                        "edge-7",
                        "c-7",
                        Optional.of(AuditFixture.A),
                        "west",
                        "10.0.0.7",
                        "/api/v1/push");
        StoredFile first = new StoredFile(1, 8_388_000, NOW - 100_000_000, NOW - 1_000);
        Finding conflict =
                new Finding.Conflict(
                        SERIES,
                        NOW - 1_000,
                        new Value.FloatBits(Double.doubleToRawLongBits(1)),
                        new Value.HistogramDigest(1, -1));
        Finding late = new Finding.Late(SERIES, NOW - 100_000, NOW - 40_000, 5);
        return List.of(
                AuditLines.file(NOW, 2, Optional.of(first)),
                AuditLines.event(
                        new AuditEvent(
                                NOW + 1,
                                Kind.CONFLICT,
                                edge,
                                "conflict",
                                "",
                                Optional.of(conflict))),
                AuditLines.event(
                        new AuditEvent(NOW + 2, Kind.LATE, edge, "late", "", Optional.of(late))),
                AuditLines.event(
                        AuditEvent.of(
                                NOW + 3,
                                Kind.AUTHENTICATION_FAILURE,
                                Origin.unknown("192.0.2.1", "/api/v1/push"),
                                "unknown_token",
                                "no credential has this token")),
                AuditLines.count(
                        NOW, NOW + 10_000, CountKey.of(Kind.CONFLICT, edge, "conflict"), 4_096),
                AuditLines.count(NOW, NOW + 10_000, CountKey.others(Kind.DENIAL), 17),
                AuditLines.deleted(NOW + 10_001, first, "bytes"),
                AuditLines.torn(NOW + 10_002, StoredFile.name(2), 41));
    }

    private static List<String> example() throws IOException {
        String document = Files.readString(Path.of("docs", "audit.md"));
        String[] parts = document.split("```audit\n", -1);
        assertThat(parts).hasSize(2);
        return parts[1].substring(0, parts[1].indexOf("```")).lines().toList();
    }
}
