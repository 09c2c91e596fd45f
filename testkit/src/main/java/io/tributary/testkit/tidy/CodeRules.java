package io.tributary.testkit.tidy;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What may not stand in the code itself: names that say nothing, tests that are off or that sleep,
/// packages without a word about them.
final class CodeRules {
    private static final Pattern EMPTY_NAMES =
            Pattern.compile(
                    "\\w*(Impl|Utils?|Helpers?|Managers?|Common|Misc)|(Abstract|Base|Common)[A-Z]\\w*");

    private CodeRules() {}

    static List<Finding> check(SourceTree sources) {
        List<Finding> findings = new ArrayList<>();
        for (SourceFile file : sources.files()) {
            new Scanner(file, findings).scan(file.tree(), null);
        }
        packageInfos(sources, findings);
        return findings;
    }

    private static final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final SourceFile file;
        private final List<Finding> findings;

        private Scanner(SourceFile file, List<Finding> findings) {
            this.file = file;
            this.findings = findings;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            String name = type.getSimpleName().toString();
            if (EMPTY_NAMES.matcher(name).matches()) {
                find("name", type, name + " does not say what it is");
            }
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void nothing) {
            String name = annotation.getAnnotationType().toString();
            if (name.equals("Disabled") || name.endsWith(".Disabled")) {
                find("disabled", annotation, "a test is switched off");
            }
            return super.visitAnnotation(annotation, null);
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree select, @Nullable Void nothing) {
            if (file.isTest()
                    && select.getIdentifier().contentEquals("sleep")
                    && Set.of("Thread", "TimeUnit", "java.lang.Thread")
                            .contains(select.getExpression().toString())) {
                find("sleep", select, "a test sleeps; wait for what it waits for");
            }
            return super.visitMemberSelect(select, null);
        }

        private void find(String rule, Tree where, String what) {
            findings.add(new Finding(rule, file.path(), "line " + file.line(where) + ": " + what));
        }
    }

    /// Every package of the main sources, and every one that only tests have, says what it is.
    private static void packageInfos(SourceTree sources, List<Finding> findings) {
        Set<String> described = new HashSet<>();
        Map<String, SourceFile> first = new TreeMap<>();
        for (SourceFile file : sources.files()) {
            first.putIfAbsent(file.packageName(), file);
            if (file.isPackageInfo()) {
                described.add(file.packageName());
                boolean nullMarked =
                        file.tree().getPackageAnnotations().stream()
                                .anyMatch(a ->
                                        a.getAnnotationType().toString().endsWith("NullMarked"));
                if (!nullMarked) {
                    findings.add(new Finding("package-info", file.path(), "lacks @NullMarked"));
                }
                if (!file.text().startsWith("///")) {
                    findings.add(new Finding("package-info", file.path(), "says nothing"));
                }
            }
        }
        first.forEach((name, file) -> {
            if (!described.contains(name)) {
                findings.add(
                        new Finding(
                                "package-info",
                                file.directory(),
                                "package " + name + " has no package-info.java"));
            }
        });
    }
}
