package io.tributary.testkit.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/// How large files, methods and packages may be, and how much of a package may be public.
final class SizeRules {
    /// Lines of a file, all counted.
    static final int FILE_LINES_MAX = 600;

    /// Lines of a file that are neither empty nor comment.
    static final int CODE_LINES_MAX = 400;

    /// Lines of a method or constructor, from its annotations to its brace.
    static final int METHOD_LINES_MAX = 60;

    /// Sources of a package, `package-info.java` not counted; main and test apart.
    static final int PACKAGE_FILES_MAX = 20;

    /// Public classes a package may have whatever its size: a small package of nouns is all door.
    static final int PUBLIC_CLASSES_MIN = 5;

    private SizeRules() {}

    static List<Finding> check(SourceTree sources) {
        List<Finding> findings = new ArrayList<>();
        Map<Path, List<SourceFile>> packages = new LinkedHashMap<>();
        for (SourceFile file : sources.files()) {
            fileLines(file, findings);
            methodLines(file, findings);
            if (!file.isPackageInfo()) {
                packages.computeIfAbsent(file.directory(), d -> new ArrayList<>()).add(file);
            }
        }
        packages.forEach((directory, files) -> packageSize(directory, files, findings));
        packages.forEach((directory, files) -> publicClasses(directory, files, findings));
        return findings;
    }

    private static void fileLines(SourceFile file, List<Finding> findings) {
        long all = file.text().lines().count();
        if (all > FILE_LINES_MAX) {
            findings.add(finding("file-lines", file, all + " lines, at most " + FILE_LINES_MAX));
        }
        long code = codeLines(file.text());
        if (code > CODE_LINES_MAX) {
            findings.add(
                    finding(
                            "code-lines",
                            file,
                            code + " lines of code, at most " + CODE_LINES_MAX));
        }
    }

    private static long codeLines(String text) {
        long count = 0;
        boolean inComment = false;
        for (String line : text.lines().map(String::strip).toList()) {
            boolean opens = line.startsWith("/*");
            if (!inComment && !opens && !line.isEmpty() && !line.startsWith("//")) {
                count++;
            }
            inComment = (inComment || opens) && !line.endsWith("*/");
        }
        return count;
    }

    private static void methodLines(SourceFile file, List<Finding> findings) {
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
                long lines = file.lineCount(method);
                if (lines > METHOD_LINES_MAX) {
                    findings.add(
                            finding(
                                    "method-lines",
                                    file,
                                    "%s at line %d has %d lines, at most %d"
                                            .formatted(
                                                    method.getName(),
                                                    file.line(method),
                                                    lines,
                                                    METHOD_LINES_MAX)));
                }
                return super.visitMethod(method, null);
            }
        }.scan(file.tree(), null);
    }

    private static void packageSize(
            Path directory, List<SourceFile> files, List<Finding> findings) {
        if (files.size() > PACKAGE_FILES_MAX) {
            findings.add(
                    new Finding(
                            "package-files",
                            directory,
                            files.size() + " files, at most " + PACKAGE_FILES_MAX));
        }
    }

    /// At most a third of a package's types, rounded up, may be public classes. Interfaces,
    /// records, enums, annotations and exceptions are the words of a contract: counted as types of
    /// the package, never against it, for a package of nouns that others speak is public by nature.
    /// What the rule keeps small is behaviour that others can lean on.
    private static void publicClasses(
            Path directory, List<SourceFile> files, List<Finding> findings) {
        int types = 0;
        List<String> open = new ArrayList<>();
        for (SourceFile file : files) {
            for (Tree type : file.topLevelTypes()) {
                types++;
                if (!file.isTest() && type instanceof ClassTree c && isPublicClass(c)) {
                    open.add(c.getSimpleName().toString());
                }
            }
        }
        int most = Math.max(PUBLIC_CLASSES_MIN, (types + 2) / 3);
        if (open.size() > most) {
            findings.add(
                    new Finding(
                            "public-classes",
                            directory,
                            "%d of %d types are public classes, at most %d: %s"
                                    .formatted(open.size(), types, most, open)));
        }
    }

    private static boolean isPublicClass(ClassTree type) {
        return type.getKind() == Tree.Kind.CLASS
                && type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                && !type.getSimpleName().toString().endsWith("Exception");
    }

    private static Finding finding(String rule, SourceFile file, String what) {
        return new Finding(rule, file.path(), what);
    }
}
