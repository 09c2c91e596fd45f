package io.tributary.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindTest {
    private static final int ROUNDS = 10_000;

    @ParameterizedTest
    @CsvSource({
        "1h30m, 5400000",
        "500ms, 500",
        "7d, 604800000",
        "1y, 31536000000",
        "1y2w3d4h5m6s7ms, 33019506007",
        "0, 0",
        "0s, 0",
        "90m, 5400000",
    })
    void duration_asPrometheusWritesIt_isRead(String text, long millis) {
        assertThat(Units.parseMillis(text)).contains(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "1h1h",
                "1m1h",
                "h",
                "-1h",
                "1.5h",
                "1 h",
                "1H",
                "1hm",
                "1ms1s",
                "9999999999999999999y",
                "300000000y",
                "１h"
            })
    void duration_thatIsNone_isRefused(String text) {
        assertThat(Units.parseMillis(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"64MiB, 67108864", "8KiB, 8192", "123, 123", "5B, 5", "1GiB512MiB, 1610612736"})
    void size_inPowersOf1024OrBytes_isRead(String text, long bytes) {
        assertThat(Units.parseBytes(text)).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64MB", "64M", "-1", "1.5MiB", "9999999TiB", "MiB", "64mib"})
    void size_thatIsNone_isRefused(String text) {
        assertThat(Units.parseBytes(text)).isEmpty();
    }

    @Test
    void durationsAndSizes_printedAndRead_areTheSame() {
        long seed = 42;
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            long value = random.nextLong() >>> (1 + random.nextInt(63));
            assertThat(Units.parseMillis(Units.printMillis(value)))
                    .as("seed %d", seed)
                    .contains(value);
            assertThat(Units.parseBytes(Units.printBytes(value)))
                    .as("seed %d", seed)
                    .contains(value);
        }
        assertThat(Units.printMillis(Duration.ofDays(14).toMillis())).isEqualTo("2w");
        assertThat(Units.printMillis(Duration.ofMinutes(90).toMillis())).isEqualTo("1h30m");
        assertThat(Units.printBytes(1536)).isEqualTo("1536");
    }

    @Test
    void bounds_areIncluded() {
        Kind<Duration> span = new Kind.Span(Duration.ofSeconds(1), Duration.ofSeconds(3));
        assertThat(span.parse("1s")).isPresent();
        assertThat(span.parse("3s")).isPresent();
        assertThat(span.parse("999ms")).isEmpty();
        assertThat(span.parse("3001ms")).isEmpty();
        Kind<Long> number = new Kind.LongWhole(-1, 1);
        assertThat(number.parse("-1")).contains(-1L);
        assertThat(number.parse("2")).isEmpty();
        assertThat(number.parse("99999999999999999999")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"localhost:0, localhost, 0", "[::1]:80, ::1, 80", "a-b.c:65535, a-b.c, 65535"})
    void address_ofHostAndPort_isReadAndPrinted(String text, String host, int port) {
        HostPort address = new HostPort(host, port);
        assertThat(HostPort.parse(text)).contains(address);
        assertThat(address).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":80",
                "a",
                "a:",
                "a:x",
                "a:65536",
                "a:-1",
                "::1:80",
                "[::1]",
                "[a]:1",
                "a b:1",
                "http://a:1",
                "u@a:1",
                "a:000000080",
                "[]:1"
            })
    void address_thatIsNone_isRefused(String text) {
        assertThat(HostPort.parse(text)).isEmpty();
    }

    @Test
    void lines_areReadWithoutBlanksAndComments_andAWrongOneIsTold() {
        Kind.Lines lines =
                new Kind.Lines(
                        line -> {
                            if (!line.startsWith("a")) {
                                throw new IllegalArgumentException("found " + line);
                            }
                        },
                        3,
                        "lines that begin with a");

        assertThat(lines.parse("a 1\n\n  # b\n  a2  \r\n")).contains(List.of("a 1", "a2"));
        assertThat(lines.parse("")).contains(List.of());
        assertThat(lines.print(List.of("a 1", "a2"))).isEqualTo("a 1\na2");
        assertThat(lines.parse("a\n\nb")).isEmpty();
        assertThat(lines.problem("a\n\nb")).isEqualTo("line 3 of it: found b");
        assertThat(lines.problem("a\n".repeat(4))).isEqualTo("found 4 lines, expected at most 3");
        assertThat(lines.problem("a".repeat(65_537)))
                .isEqualTo("found 65537 characters, expected at most 65536");
    }
}
