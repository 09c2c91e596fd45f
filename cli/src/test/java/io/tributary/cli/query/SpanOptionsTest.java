package io.tributary.cli.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanOptionsTest {
    private static final long NOW_MILLIS = 1_700_000_000_000L;
    private static final long HOUR = 3_600_000;

    @Test
    void question_noOption_asksForTheServersNow() throws Exception {
        assertThat(question()).isEqualTo(new Question.Instant("up", Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000.5, 1700000000500",
        "2023-11-14T22:13:20Z, 1700000000000",
        "2023-11-14T23:13:20.5+01:00, 1700000000500",
        "now, 1700000000000",
        "now-1h30m, 1699994600000",
        "-90s, 1699999910000"
    })
    void question_time_isOne(String text, long millis) throws Exception {
        assertThat(question("--time=" + text))
                .isEqualTo(new Question.Instant("up", Optional.of(millis)));
    }

    @Test
    void question_span_isOneHoweverItIsSaid() throws Exception {
        Question expected = new Question.Range("up", NOW_MILLIS - HOUR, NOW_MILLIS, 15_000);

        assertThat(question("--since", "1h")).isEqualTo(expected);
        assertThat(question("--range", "now-1h..now")).isEqualTo(expected);
        assertThat(question("--start=-1h")).isEqualTo(expected);
        assertThat(question("--start=1699996400", "--end", "1700000000", "--step", "15s"))
                .isEqualTo(expected);
        assertThat(question("--since=1w", "--step=1d"))
                .isEqualTo(
                        new Question.Range("up", NOW_MILLIS - 168 * HOUR, NOW_MILLIS, 24 * HOUR));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--time=yesterday",
                "--time=1..2",
                "--since=1x",
                "--since=0s",
                "--since=1h --time=now",
                "--range=now",
                "--range=now..now-1h",
                "--range=1..2 --end=3",
                "--end=now",
                "--step=1m",
                "--since=9999999999999y"
            })
    void question_wrong_isRefused(String options) throws Exception {
        SpanOptions span = span(options.split(" ", -1));

        assertThatThrownBy(() -> span.question("up", NOW_MILLIS))
                .isInstanceOf(UsageException.class);
    }

    private static Question question(String... options) throws UsageException {
        return span(options).question("up", NOW_MILLIS);
    }

    private static SpanOptions span(String... options) throws UsageException {
        Arguments arguments = SpanOptions.addTo(new Syntax()).parse(List.of(options));
        return new SpanOptions(arguments);
    }
}
