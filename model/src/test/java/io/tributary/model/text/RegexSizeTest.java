package io.tributary.model.text;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Matcher;
import io.tributary.model.relabel.Regex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexSizeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "((((a{30}){30}){30}){30}){30}",
                "((a{100}){100}b){100}",
                "(?:(?P<x>[^]}]{99}){99}){99}",
                "(\\pL{1000}\\d){1000}",
                "(a{2}{3}{1000}){1000}",
                "((((a{1,99})*){1,99})+){0,99}"
            })
    void compile_ofNestedRepetitions_isRefusedBeforeMemoryIsTaken(String expression) {
        assertThatThrownBy(() -> Regex.compile(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("instructions, at most 100000");
        assertThatThrownBy(() -> new Matcher(Matcher.Type.REGEX, "l", expression))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0-9]{1,3}(\\.[0-9]{1,3}){3}",
                "(a{30}){30}",
                "\\x{1F600}{3}\\p{Greek}{5}[[:alpha:]{9}]{2}",
                "[]{1000}]{2}",
                "{1000}x?",
                "a{,5}{x}",
                "(?i)(?:foo|bar){1000}"
            })
    void compile_ofWhatPeopleWrite_isFine(String expression) {
        assertThatCode(() -> RegexSize.check(expression)).doesNotThrowAnyException();
    }

    @Test
    void check_ofManyBrackets_ends() {
        assertThatCode(() -> RegexSize.check(")".repeat(16_000))).doesNotThrowAnyException();
        assertThatCode(() -> RegexSize.check("[".repeat(16_000))).doesNotThrowAnyException();
    }
}
