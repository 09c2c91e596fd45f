package io.tributary.testkit.architecture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Compiles small classes made to break a rule, so that they are nobody's real classes.
final class FixtureClasses {
    private final Path folder;
    private final List<Path> sources = new ArrayList<>();

    FixtureClasses(Path folder) {
        this.folder = folder;
    }

    /// Adds a class; `body` is what stands between the braces.
    FixtureClasses with(String qualifiedName, String body) throws IOException {
        int dot = qualifiedName.lastIndexOf('.');
        String name = qualifiedName.substring(dot + 1);
        Path source = folder.resolve("sources").resolve(qualifiedName.replace('.', '/') + ".java");
        Files.createDirectories(source.getParent());
        Files.writeString(
                source,
                "package %s; public class %s { %s }"
                        .formatted(qualifiedName.substring(0, dot), name, body));
        sources.add(source);
        return this;
    }

    /// The directory of the compiled classes.
    Path compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createDirectories(folder.resolve("classes"));
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean done =
                    compiler.getTask(
                                    null,
                                    manager,
                                    null,
                                    List.of("-proc:none", "-d", classes.toString()),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(sources))
                            .call();
            if (!done) {
                throw new IllegalStateException("BUG: a fixture does not compile");
            }
        }
        return classes;
    }
}
