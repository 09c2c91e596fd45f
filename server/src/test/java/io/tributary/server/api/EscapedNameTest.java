package io.tributary.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapedNameTest {
    @ParameterizedTest
    @CsvSource({
        "job, job",
        "U__http_2e_status, http.status",
        "U__a__b, a_b",
        "U___1f600_, 😀",
        "U___2e_, .",
        "U__a_2e, U__a_2e",
        "U__a_xyz_, U__a_xyz_",
        "U__a_d800_, U__a_d800_",
        "U__a_110000_, U__a_110000_",
        "U__a_0000000_, U__a_0000000_"
    })
    void unescape_name_isWhatIsMeant(String escaped, String name) {
        assertThat(EscapedName.unescape(escaped)).isEqualTo(name);
    }
}
