package io.tributary.server.query;

import static io.tributary.server.RunningServer.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.RunningServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each switch allows what it names, and nothing is allowed without it.
class LanguageSwitchesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "query.experimentalFunctions | mad_over_time(up[5m])",
                "query.experimentalFunctions | limitk(1, up)",
                "query.extendedRangeSelectors | rate(up[5m] anchored)",
                "query.fillModifiers | up + fill(0) up"
            })
    void query_ofWhatIsNotStable_needsItsSwitch(String setting, String query) throws Exception {
        String path = "/api/v1/query?" + form("query", query);
        try (RunningServer usual = RunningServer.open()) {
            assertThat(usual.get(path).statusCode()).isEqualTo(400);
        }
        try (RunningServer switched = RunningServer.open(setting + "=true")) {
            assertThat(switched.get(path).statusCode()).isEqualTo(200);
            assertThat(switched.get("/api/v1/features").body()).contains("true");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "query.delayedNameRemoval, delayed_name_removal",
        "query.typeAndUnitLabels, type_and_unit_labels"
    })
    void features_tellWhatChangesAnswers(String setting, String feature) throws Exception {
        try (RunningServer switched = RunningServer.open(setting + "=true")) {
            assertThat(switched.get("/api/v1/features").body())
                    .contains("\"" + feature + "\":true");
        }
        try (RunningServer usual = RunningServer.open()) {
            assertThat(usual.get("/api/v1/features").body()).contains("\"" + feature + "\":false");
        }
    }

    @ParameterizedTest
    @CsvSource("query.durationExpressions, 'up[5m * 2]'")
    void query_withADurationExpression_canBeForbidden(String setting, String query)
            throws Exception {
        String path = "/api/v1/query?" + form("query", query);
        try (RunningServer switched = RunningServer.open(setting + "=false")) {
            assertThat(switched.get(path).statusCode()).isEqualTo(400);
        }
    }
}
