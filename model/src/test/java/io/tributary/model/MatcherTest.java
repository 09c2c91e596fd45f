package io.tributary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatcherTest {
    @Test
    void oneOf_textsWithMeaning_areTakenLiterally() {
        Matcher matcher = Matcher.oneOf("l", List.of("a.b", "c|d", "a.b"));

        assertThat(matcher.matches("a.b")).isTrue();
        assertThat(matcher.matches("c|d")).isTrue();
        assertThat(matcher.matches("aXb")).isFalse();
        assertThat(matcher.matches("c")).isFalse();
        assertThat(matcher.alternatives()).contains(List.of("a.b", "c|d"));
    }

    @Test
    void oneOf_itsExpression_matchesTheSame() {
        Matcher matcher = Matcher.oneOf("l", List.of("a.b", "c|d", "(e)"));
        Matcher read = new Matcher(Matcher.Type.REGEX, "l", matcher.value());

        assertThat(read).isEqualTo(matcher);
        for (String text : List.of("a.b", "c|d", "(e)", "aXb", "c", "e", "")) {
            assertThat(read.matches(text)).as(text).isEqualTo(matcher.matches(text));
        }
    }

    @Test
    void oneOf_moreThanAnExpressionHolds_areStillMatched() {
        List<String> texts =
                IntStream.range(0, 100_000).mapToObj(i -> "host-" + i + ".example:9100").toList();
        Matcher matcher = Matcher.oneOf("instance", texts);

        assertThat(matcher.matches("host-99999.example:9100")).isTrue();
        assertThat(matcher.matches("host-100000.example:9100")).isFalse();
        assertThatThrownBy(() -> new Matcher(Matcher.Type.REGEX, "l", matcher.value()))
                .hasMessageContaining("at most");
    }
}
