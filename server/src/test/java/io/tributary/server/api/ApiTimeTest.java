package io.tributary.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTimeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1.5, 1500",
        "-1.5, -1500",
        "1435781451.781, 1435781451781",
        "1e3, 1000000",
        "1435781451.7814999, 1435781451781",
        "2015-07-01T20:10:51Z, 1435781451000",
        "2015-07-01T20:10:51.781Z, 1435781451781",
        "2015-07-01T20:10:51.781999999Z, 1435781451781",
        "2015-07-01T22:10:51.781+02:00, 1435781451781",
        "1969-12-31T23:59:59Z, -1000"
    })
    void timeMillis_timeOfEitherForm_isRead(String text, long millis) {
        assertThat(ApiTime.timeMillis(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "NaN",
                "Inf",
                "1d",
                "0x10",
                " 1",
                "1e300",
                "2015-07-01",
                "2015-07-01T20:10Z",
                "2015-02-30T20:10:51Z",
                "2015-07-01T20:10:51"
            })
    void timeMillis_noTime_isRefusedInPrometheusWords(String text) {
        assertThatThrownBy(() -> ApiTime.timeMillis(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot parse \"%s\" to a valid timestamp", text);
    }

    @Test
    void timeMillis_prometheusOwnBounds_areRead() {
        assertThat(ApiTime.timeMillis("-292273086-05-16T16:47:06Z"))
                .isEqualTo(Instant.parse("-292273086-05-16T16:47:06Z").toEpochMilli())
                .isEqualTo(ApiTime.START_MILLIS);
        assertThat(ApiTime.timeMillis("292277025-08-18T07:12:54.999999999Z"))
                .isEqualTo(Instant.parse("+292277025-08-18T07:12:54.999Z").toEpochMilli())
                .isEqualTo(ApiTime.END_MILLIS);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "15, 15000000000",
        "0.5, 500000000",
        "-1, -1000000000",
        "1m, 60000000000",
        "1h30m, 5400000000000",
        "1y2w3d4h5m6s7ms, 33019506007000000",
        "500ms, 500000000"
    })
    void durationNanos_durationOfEitherForm_isRead(String text, long nanos) {
        assertThat(ApiTime.durationNanos(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "1h1h",
                "1m1h",
                "h",
                "1 h",
                "300y",
                "-1h",
                "1.5h",
                "9999999999999999999s"
            })
    void durationNanos_noDuration_isRefusedInPrometheusWords(String text) {
        assertThatThrownBy(() -> ApiTime.durationNanos(text))
                .hasMessage("cannot parse \"%s\" to a valid duration", text);
    }

    @Test
    void durationNanos_tooLong_isRefused() {
        assertThatThrownBy(() -> ApiTime.durationNanos("1e10"))
                .hasMessage("cannot parse \"1e10\" to a valid duration. It overflows int64");
    }
}
