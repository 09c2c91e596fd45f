package io.tributary.testkit.peers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/// Finds the programs we are tested against.
///
/// Looked at, in this order: the directory named by the environment's `TRIBUTARY_PEERS`, where
/// `.ci/peers` puts what it builds by default (`tributary-peers/bin` in the user's cache), the
/// `PATH`.
public final class Peers {
    private Peers() {}

    /// The program `name`, if it is here.
    public static Optional<Path> find(String name) {
        return directories()
                .map(directory -> directory.resolve(name))
                .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
                .map(Path::toAbsolutePath)
                .findFirst();
    }

    /// The program `name`; where it is not here, the calling test is skipped and says so.
    public static Path require(String name) {
        return find(name)
                .orElseThrow(() ->
                        new TestAbortedException(
                                name
                                        + " is not here; .ci/peers builds it, or set"
                                        + " TRIBUTARY_PEERS to the directory it is in"));
    }

    private static Stream<Path> directories() {
        Path home = Path.of(System.getProperty("user.home"));
        Path cache = setting("XDG_CACHE_HOME").map(Path::of).orElse(home.resolve(".cache"));
        Stream<Path> path =
                setting("PATH").stream()
                        .flatMap(list -> Arrays.stream(list.split(File.pathSeparator, -1)))
                        .filter(entry -> !entry.isEmpty())
                        .map(Path::of);
        return Stream.concat(
                Stream.concat(
                        setting("TRIBUTARY_PEERS").map(Path::of).stream(),
                        Stream.of(cache.resolve("tributary-peers").resolve("bin"))),
                path);
    }

    private static Optional<String> setting(String name) {
        @Nullable String value = System.getenv(name);
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }
}
