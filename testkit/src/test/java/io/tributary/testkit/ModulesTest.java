package io.tributary.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A module without the testkit would run none of its rules, and nobody would notice.
final class ModulesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void poms_allModules_dependOnTheTestkit() throws IOException {
        List<String> modules =
                Pattern.compile("<module>(.+?)</module>")
                        .matcher(Files.readString(ROOT.resolve("pom.xml")))
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .filter(module -> !module.equals("testkit"))
                        .toList();

        assertThat(modules).contains("model", "server");
        for (String module : modules) {
            assertThat(Files.readString(ROOT.resolve(module).resolve("pom.xml")))
                    .as("%s/pom.xml", module)
                    .contains("<artifactId>tributary-testkit</artifactId>");
        }
    }

    @Test
    void exceptionsOfTidyTest_areNone() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("tidy-exceptions.txt")))
                .allMatch(line -> line.startsWith("#"));
    }
}
