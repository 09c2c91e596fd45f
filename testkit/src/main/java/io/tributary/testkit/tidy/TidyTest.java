package io.tributary.testkit.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// The rules of style that a machine can check, over the sources of the module it runs in.
///
/// Surefire runs this class in every module (`dependenciesToScan` in the root pom), with the
/// module's directory as working directory.
///
/// A ratchet: `tidy-exceptions.txt` at the root may let a finding pass (`server/src/…/X.java:
/// method-lines`), but a line there that is no longer needed fails the build, so the list only
/// shrinks. It is empty.
public class TidyTest {
    private static final Path EXCEPTIONS = Path.of("tidy-exceptions.txt");

    /// The module looked at: the working directory.
    Path module() {
        return Path.of("").toAbsolutePath();
    }

    @Test
    void sources_sizes_areWithinBounds() throws IOException {
        assertTidy(SizeRules::check);
    }

    @Test
    void sources_text_holdsNothingForbidden() throws IOException {
        assertTidy(TextRules::check);
    }

    @Test
    void sources_code_holdsNothingForbidden() throws IOException {
        assertTidy(CodeRules::check);
    }

    @Test
    void exceptions_allListed_areStillNeeded() throws IOException {
        SourceTree sources = SourceTree.read(module());
        List<String> needed = new ArrayList<>();
        SizeRules.check(sources).forEach(finding -> needed.add(key(finding)));
        TextRules.check(sources).forEach(finding -> needed.add(key(finding)));
        CodeRules.check(sources).forEach(finding -> needed.add(key(finding)));

        assertThat(exceptions())
                .as("lines of %s that nothing needs any more", EXCEPTIONS)
                .isSubsetOf(needed);
    }

    private void assertTidy(Function<SourceTree, List<Finding>> rules) throws IOException {
        List<String> exceptions = exceptions();
        assertThat(rules.apply(SourceTree.read(module())))
                .filteredOn(finding -> !exceptions.contains(key(finding)))
                .isEmpty();
    }

    private String key(Finding finding) {
        return module().getFileName() + "/" + finding.file() + ": " + finding.rule();
    }

    /// The exceptions of this module.
    private List<String> exceptions() throws IOException {
        Path list = module().resolveSibling(EXCEPTIONS);
        if (!Files.exists(list)) {
            return List.of();
        }
        String prefix = module().getFileName() + "/";
        return Files.readAllLines(list).stream().filter(line -> line.startsWith(prefix)).toList();
    }
}
