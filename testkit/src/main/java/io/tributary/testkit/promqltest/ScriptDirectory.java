package io.tributary.testkit.promqltest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// Finds Prometheus' PromQL test scripts, which are not part of this repository.
///
/// Looked at, in this order: the system property `promqltest.dir`; the environment's
/// `TRIBUTARY_PROMQL_SCRIPTS`; `../shared/promql` beside the repository; the test data in the
/// module folder that `.ci/peers` fetched (the tagged release, a few evals short of the branch it
/// was cut from).
public final class ScriptDirectory {
    private static final String MODULE =
            "pkg/mod/github.com/prometheus/prometheus@v0.314.0/promql/promqltest/testdata";

    private ScriptDirectory() {}

    /// The first directory that exists.
    public static Optional<Path> find() {
        return candidates().filter(Files::isDirectory).findFirst();
    }

    /// The scripts, sorted by name; where there is no directory, the calling test is skipped with
    /// the reason.
    public static List<Path> require() throws IOException {
        Optional<Path> directory = find();
        Assumptions.assumeTrue(
                directory.isPresent(),
                "no PromQL test scripts here; set promqltest.dir or TRIBUTARY_PROMQL_SCRIPTS");
        try (Stream<Path> files = Files.list(directory.orElseThrow())) {
            return files.filter(file -> file.toString().endsWith(".test")).sorted().toList();
        }
    }

    private static Stream<Path> candidates() {
        Path home = Path.of(System.getProperty("user.home"));
        return Stream.of(
                        setting(System.getProperty("promqltest.dir")),
                        setting(System.getenv("TRIBUTARY_PROMQL_SCRIPTS")),
                        repository().map(root -> root.resolveSibling("shared/promql")),
                        setting(System.getenv("GOPATH")).map(path -> path.resolve(MODULE)),
                        Optional.of(home.resolve("go").resolve(MODULE)))
                .flatMap(Optional::stream);
    }

    private static Optional<Path> setting(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty()).map(Path::of);
    }

    /// The nearest directory from here upwards that holds the build script.
    private static Optional<Path> repository() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .filter(directory -> Files.isRegularFile(directory.resolve("build")))
                .findFirst();
    }
}
