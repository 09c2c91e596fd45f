package io.tributary.format.federation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FederationFormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
                "*/*|text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
                "text/plain;version=0.0.4;escaping=allow-utf-8|text/plain; version=0.0.4; charset=utf-8; escaping=allow-utf-8",
                "text/plain;version=1.0.0;escaping=dots|text/plain; version=0.0.4; charset=utf-8; escaping=dots",
                "text/plain;escaping=other|text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.5,text/plain|text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
                "text/plain;q=0.2, application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=values; q=0.9|application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=values",
                "application/vnd.google.protobuf;proto=other.Family;encoding=delimited|text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.9,text/plain;version=0.0.4;q=0.1|text/plain; version=0.0.4; charset=utf-8; escaping=allow-utf-8",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8,*/*;q=0.1|application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
                "application/openmetrics-text;version=2.0.0|text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
                "text/plain;q=x;escaping=dots,application/openmetrics-text;q=2|text/plain; version=0.0.4; charset=utf-8; escaping=dots",
            })
    void of_acceptHeader_isWhatIsWantedMost(String accept, String type) {
        assertThat(FederationFormat.of(accept).contentType()).isEqualTo(type);
    }

    @Test
    void of_moreClausesThanAreLookedAt_isTheFirst() {
        String accept = "a/b,".repeat(10_000) + "text/plain;escaping=dots";

        assertThat(FederationFormat.of(accept).contentType()).endsWith("escaping=underscores");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "a:b_c,a:b_c,a:b_c,a:b_c",
                "http.status,http_status,http_dot_status,U__http_2e_status",
                "my.own_name,my_own_name,my_dot_own__name,U__my_2e_own__name",
                "0a,_a,__a,U___30_a",
                "é/1,__1,____1,U___e9__2f_1",
                "label with 😱,label_with__,label__with____,U__label_20_with_20__1f631_",
            })
    void escape_names_isAsPrometheusDoesIt(
            String name, String underscores, String dots, String values) {
        assertThat(NameEscaping.ALLOW_UTF_8.escape(name)).isEqualTo(name);
        assertThat(NameEscaping.UNDERSCORES.escape(name)).isEqualTo(underscores);
        assertThat(NameEscaping.DOTS.escape(name)).isEqualTo(dots);
        assertThat(NameEscaping.VALUES.escape(name)).isEqualTo(values);
    }
}
