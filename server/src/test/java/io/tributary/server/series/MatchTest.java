package io.tributary.server.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.Recorded;
import io.tributary.server.RunningServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// What `match[]` takes and refuses, against what Prometheus 3.14 answered.
class MatchTest {
    @Test
    void series_selectors_areTakenAndRefusedAsByPrometheus() throws Exception {
        List<Recorded> cases = Recorded.read("match.txt");
        SoftAssertions soft = new SoftAssertions();
        try (RunningServer server = RunningServer.open()) {
            for (Recorded each : cases) {
                HttpResponse<String> answer =
                        server.postForm("/api/v1/series", "match[]", each.question());
                soft.assertThat(answer.body()).as(each.question()).isEqualTo(each.answer());
                soft.assertThat(answer.statusCode()).isEqualTo(each.status());
            }
        }
        soft.assertAll();
        assertThat(cases).hasSizeGreaterThan(30);
    }
}
