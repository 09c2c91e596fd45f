package io.tributary.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Semantics;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `__type__` and `__unit__`: they go with the name; and what is a counter is read from the type
/// where that is switched on.
class TypeAndUnitTest {
    private static final Labels GAUGE =
            Labels.of("__name__", "m_total", "__type__", "gauge", "__unit__", "bytes", "l", "a");
    private static final Labels COUNTER =
            Labels.of("__name__", "m", "__type__", "counter", "l", "b");

    private static List<String> infos(Questions questions, String query) {
        questions.loadMinutes(GAUGE, 1, 2, 3);
        questions.loadMinutes(COUNTER, 1, 2, 3);
        return questions.askInstant(query, 120).infos();
    }

    @Test
    void rate_byDefault_goesByTheName() {
        try (Questions questions = Questions.namesRemovedEarly()) {
            assertThat(infos(questions, "rate({l=~\".\"}[2m])"))
                    .containsExactly(
                            "PromQL info: metric might not be a counter, name does not end in"
                                    + " _total/_sum/_count/_bucket: \"m\" (1:6)");
        }
    }

    @Test
    void rate_whereTypesAreTrusted_goesByTheType() {
        EngineSettings settings =
                EngineSettings.defaults().withSemantics(new Semantics(false, false, true));
        try (Questions questions = Questions.with(settings)) {
            assertThat(infos(questions, "rate({l=~\".\"}[2m])"))
                    .containsExactly(
                            "PromQL info: metric might not be a counter, __type__ label is not set"
                                    + " to \"counter\" or \"histogram\", got \"gauge\":"
                                    + " \"m_total\" (1:6)");
        }
    }

    @Test
    void typeAndUnit_whereTheNameGoes_goToo() {
        try (Questions early = Questions.namesRemovedEarly();
                Questions late = Questions.namesRemovedLate()) {
            for (Questions questions : new Questions[] {early, late}) {
                questions.loadMinutes(GAUGE, 1, 2, 3);

                assertThat(questions.instant("-m_total", 120)).containsExactly("{l=\"a\"} -3.0");
                assertThat(questions.instant("m_total * 2", 120)).containsExactly("{l=\"a\"} 6.0");
                assertThat(questions.instant("+m_total", 120)).containsExactly(GAUGE + " 3.0");
            }
        }
    }
}
