package io.tributary.testkit.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// All Java sources of a module, parsed but not resolved.
///
/// @param module the module's directory
record SourceTree(Path module, List<SourceFile> files) {
    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Path TEST = Path.of("src", "test", "java");

    SourceTree {
        files = List.copyOf(files);
    }

    static SourceTree read(Path module) throws IOException {
        List<SourceFile> files = new ArrayList<>();
        files.addAll(parse(module, MAIN, false));
        files.addAll(parse(module, TEST, true));
        return new SourceTree(module, files);
    }

    private static List<SourceFile> parse(Path module, Path folder, boolean isTest)
            throws IOException {
        List<Path> paths = javaFiles(module.resolve(folder));
        if (paths.isEmpty()) {
            return List.of();
        }
        JavaCompiler compiler =
                Objects.requireNonNull(
                        ToolProvider.getSystemJavaCompiler(), "tests need a JDK, not a JRE");
        List<SourceFile> files = new ArrayList<>();
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    problem -> {}, // compiling is the compiler's affair
                                    List.of("-proc:none"),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(paths));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree tree : task.parse()) {
                Path file = Path.of(tree.getSourceFile().toUri());
                files.add(
                        new SourceFile(
                                module.toAbsolutePath().relativize(file.toAbsolutePath()),
                                isTest,
                                Files.readString(file),
                                tree,
                                positions));
            }
        }
        return files;
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(path -> path.toString().endsWith(".java")).sorted().toList();
        }
    }
}
