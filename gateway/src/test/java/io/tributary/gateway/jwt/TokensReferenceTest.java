package io.tributary.gateway.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.jwt.keys.JwtAlgorithm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/reference/tokens-of-others.md` lists every reason, in the order of the code, and every
/// algorithm.
class TokensReferenceTest {
    private static final Path REFERENCE = Path.of("../docs/reference/tokens-of-others.md");

    @Test
    void reference_listsWhatTheCodeHas() throws Exception {
        List<String> lines = Files.readAllLines(REFERENCE);
        List<String> reasons =
                lines.subList(lines.indexOf("## Reasons"), lines.indexOf("## Keys")).stream()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.substring(3, line.indexOf('`', 3)))
                        .toList();

        assertThat(reasons)
                .containsExactlyElementsOf(
                        Arrays.stream(TokenVerdict.Reason.values())
                                .map(TokenVerdict.Reason::word)
                                .toList());
        assertThat(lines)
                .filteredOn(line -> line.startsWith("| `policy.algorithms`"))
                .singleElement()
                .satisfies(line ->
                        assertThat(line)
                                .contains(
                                        JwtAlgorithm.ALL.stream()
                                                .map(JwtAlgorithm::word)
                                                .toList()));
    }
}
