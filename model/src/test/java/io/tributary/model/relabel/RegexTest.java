package io.tributary.model.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RegexTest {
    @Test
    void expand_wholeTextMatches_fillsInGroups() {
        Regex regex = Regex.compile("(.*)-(?P<rest>\\d+)");

        assertThat(regex.expand("a-1", "$2.$1")).contains("1.a");
        assertThat(regex.expand("a-1", "${1}x$rest")).contains("ax1");
        assertThat(regex.expand("a-1", "$$1 $ ${1")).contains("$1 $ ${1");
    }

    @Test
    void expand_groupThatDoesNotExist_isEmpty() {
        assertThat(Regex.compile("a(b)?").expand("a", "[$1$9$none$1x]")).contains("[]");
    }

    @Test
    void expand_anything_isBothItsGroups() {
        Regex regex = Regex.compile("(.*)");

        assertThat(regex.expand("a\nb", "$0|$1|$2|$01|$x|$$")).contains("a\nb|a\nb||||$");
        assertThat(regex.expand("", "[$1]")).contains("[]");
        assertThat(regex.matches("")).isTrue();
    }

    @Test
    void expand_oneOfTexts_hasNoGroupButAll() {
        Regex regex = Regex.compile("ab|c|");

        assertThat(regex.expand("ab", "$0|$1")).contains("ab|");
        assertThat(regex.expand("", "[$0]")).contains("[]");
        assertThat(regex.expand("abc", "$0")).isEmpty();
        assertThat(regex.matches("c")).isTrue();
        assertThat(regex.matches("ab|c")).isFalse();
        assertThat(Regex.compile("").matches("")).isTrue();
        assertThat(Regex.compile("").matches("a")).isFalse();
    }

    @Test
    void expand_numberBehindAZero_isAName() {
        assertThat(Regex.compile("(a)").expand("a", "[$01]")).contains("[]");
        assertThat(Regex.compile("(a)(?P<01>b)").expand("ab", "[$01]")).contains("[b]");
    }

    @Test
    void expand_lettersBeyondSixteenBits_areOfTheName() {
        assertThat(Regex.compile("(a)").expand("a", "[$1𝐀][$𝐀]")).contains("[][]");
        assertThat(Regex.compile("(a)").expand("a", "[$1😀]")).contains("[a😀]");
    }

    @Test
    void expand_longerThanItsBound_isLongerThanThat() {
        Regex regex = Regex.compile("(.*)");

        assertThat(regex.expand("abc", "$1$1", 6)).contains("abcabc");
        assertThat(regex.expand("abc", "$1$1", 5).orElseThrow()).hasSizeBetween(6, 12);
        assertThat(regex.expand("abc", "$1".repeat(1_000), 5).orElseThrow()).hasSizeLessThan(12);
        assertThat(regex.expand("abc", "abcdef", 5).orElseThrow()).hasSizeGreaterThan(5);
    }

    @Test
    void regexes_ofOneExpression_areEqual() {
        assertThat(Regex.compile("(?i)a"))
                .isEqualTo(Regex.compile("(?i)a"))
                .isNotEqualTo(Regex.compile("a"))
                .hasToString("(?i)a");
    }

    @Test
    void expand_onlyAPartMatches_isNothing() {
        assertThat(Regex.compile("a").expand("ab", "x")).isEmpty();
    }

    @Test
    void expand_lineBreak_isMatchedByDot() {
        assertThat(Regex.compile("a.b").expand("a\nb", "x")).contains("x");
    }

    @Test
    void compile_whatIsNotRe2_isRefused() {
        assertThatThrownBy(() -> Regex.compile("(")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Regex.compile("a".repeat(20_000)))
                .hasMessageContaining("20000 characters");
    }
}
