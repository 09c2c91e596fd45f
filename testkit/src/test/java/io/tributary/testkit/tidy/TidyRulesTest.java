package io.tributary.testkit.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TidyRulesTest {
    private static final String MAIN = "src/main/java/a/";
    private static final String TEST = "src/test/java/a/";

    @TempDir Path root;
    private Path module;

    @BeforeEach
    void aTidyPackage() throws IOException {
        module = root.resolve("mod");
        write(MAIN + "package-info.java", "/// Says it.\n@NullMarked\npackage a;\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = module.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void writeClass(String file, String body) throws IOException {
        write(file, "package a;\n" + body + "\n");
    }

    private List<String> sizes() throws IOException {
        return SizeRules.check(SourceTree.read(module)).stream().map(Finding::rule).toList();
    }

    private List<String> texts() throws IOException {
        return TextRules.check(SourceTree.read(module)).stream().map(Finding::rule).toList();
    }

    private List<String> code() throws IOException {
        return CodeRules.check(SourceTree.read(module)).stream().map(Finding::rule).toList();
    }

    @Test
    void check_tidySources_findNothing() throws IOException {
        writeClass(MAIN + "Good.java", "final class Good {\n    // T ODO is no word\n}");
        writeClass(TEST + "GoodTest.java", "final class GoodTest {}");

        assertThat(sizes()).isEmpty();
        assertThat(texts()).isEmpty();
        assertThat(code()).isEmpty();
    }

    @Test
    void sizes_longFiles_areFoundFromTheFirstLineTooMany() throws IOException {
        writeClass(MAIN + "Long.java", "final class Long {}" + "\n// x".repeat(598));
        assertThat(sizes()).isEmpty();
        writeClass(MAIN + "Long.java", "final class Long {}" + "\n// x".repeat(599));
        assertThat(sizes()).containsExactly("file-lines");
    }

    @Test
    void sizes_codeLines_leaveOutCommentsAndEmptyOnes() throws IOException {
        String comments = "/* a\n b */\n// c\n\n".repeat(10);
        writeClass(MAIN + "Code.java", comments + "class Code {" + "\nint x;".repeat(397) + "\n}");
        assertThat(sizes()).isEmpty();
        writeClass(MAIN + "Code.java", comments + "class Code {" + "\nint x;".repeat(398) + "\n}");
        assertThat(sizes()).containsExactly("code-lines");
    }

    @Test
    void sizes_methods_countFromAnnotationToBrace() throws IOException {
        String method = "class M {\n/// Not counted.\n@A\nvoid m() {" + "\nint x;".repeat(57);
        writeClass(MAIN + "M.java", method + "\n}\n}");
        assertThat(sizes()).isEmpty();
        writeClass(MAIN + "M.java", method + "\nint x;\n}\n}");
        assertThat(sizes()).containsExactly("method-lines");
    }

    @Test
    void sizes_packages_holdTwentyFilesAndTheirInfo() throws IOException {
        for (int i = 0; i < 20; i++) {
            writeClass(MAIN + "C" + i + ".java", "class C" + i + " {}");
        }
        assertThat(sizes()).isEmpty();
        writeClass(MAIN + "C20.java", "class C20 {}");
        assertThat(sizes()).containsExactly("package-files");
    }

    @Test
    void sizes_publicClasses_areAThirdAtMost() throws IOException {
        for (int i = 0; i < 5; i++) {
            writeClass(MAIN + "P" + i + ".java", "public final class P" + i + " {}");
        }
        assertThat(sizes()).isEmpty();
        writeClass(MAIN + "P5.java", "public final class P5 {}");
        assertThat(sizes()).containsExactly("public-classes");
        for (int i = 0; i < 9; i++) {
            writeClass(MAIN + "R" + i + ".java", "public record R" + i + "(int x) {}");
            assertThat(sizes()).containsExactly("public-classes");
        }
        writeClass(MAIN + "R9.java", "public record R9(int x) {}");
        assertThat(sizes()).isEmpty();
        writeClass(MAIN + "P6.java", "public final class P6 {}");
        assertThat(sizes()).containsExactly("public-classes");
    }

    @Test
    void sizes_publicWords_areNeverTooMany() throws IOException {
        for (int i = 0; i < 4; i++) {
            writeClass(MAIN + "A" + i + ".java", "public interface A" + i + " {}");
            writeClass(MAIN + "B" + i + ".java", "public enum B" + i + " {}");
            writeClass(MAIN + "C" + i + ".java", "public record C" + i + "() {}");
            String failure = "D" + i + "Exception";
            writeClass(
                    MAIN + failure + ".java", "public class " + failure + " extends Exception {}");
        }
        assertThat(sizes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tab:int\tx;",
                "line-end:int x;\r",
                "todo:// TO_DO later",
                "todo:// FIX_ME",
                "machine-path:String s = \"/home_/joe\";",
                "machine-path:// see /work_/wt",
            })
    void texts_forbiddenWords_areFound(String sample) throws IOException {
        String[] parts = sample.replace("_", "").split(":", 2);
        writeClass(MAIN + "X.java", "class X {\n" + parts[1] + "\n}");

        assertThat(texts()).containsExactly(parts[0]);
    }

    @Test
    void texts_workWithItsIssueAndUrls_mayStand() throws IOException {
        String todo = "// TO_DO(#12): later".replace("_", "");
        writeClass(MAIN + "X.java", "class X {\n" + todo + "\n// http://a/home/b api/work/c\n}");
        assertThat(texts()).isEmpty();
    }

    @Test
    void texts_missingLastLineEnd_isFound() throws IOException {
        write(MAIN + "X.java", "package a;\nclass X {}");
        assertThat(texts()).containsExactly("line-end");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HeadImpl",
                "StringUtil",
                "IoUtils",
                "TestHelper",
                "LockManager",
                "Common",
                "AbstractHead",
                "BaseHead",
                "CommonHead"
            })
    void code_emptyNames_areFound(String name) throws IOException {
        writeClass(MAIN + "X.java", "class X { interface " + name + " {} }");
        assertThat(code()).containsExactly("name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Base64", "Implication", "Abstraction", "Utility", "Managed"})
    void code_fullNames_mayStand(String name) throws IOException {
        writeClass(MAIN + "X.java", "class X { interface " + name + " {} }");
        assertThat(code()).isEmpty();
    }

    @Test
    void code_testsThatAreOffOrSleep_areFound() throws IOException {
        writeClass(TEST + "XTest.java", "class XTest {\n@Disabled void a() {}\n}");
        assertThat(code()).containsExactly("disabled");
        writeClass(TEST + "XTest.java", "class XTest {\nvoid a() { Thread.sleep(1); }\n}");
        assertThat(code()).containsExactly("sleep");
        writeClass(
                TEST + "XTest.java", "class XTest { String a = \"Thread.sleep(1) @Disabled\"; }");
        assertThat(code()).isEmpty();
    }

    @Test
    void code_packagesWithoutAWord_areFound() throws IOException {
        write("src/main/java/b/X.java", "package b;\nclass X {}\n");
        write("src/test/java/c/X.java", "package c;\nclass X {}\n");
        assertThat(code()).containsExactly("package-info", "package-info");
        write(MAIN + "package-info.java", "package a;\n");
        assertThat(code()).hasSize(4);
    }

    @Test
    void tidyTest_exceptionListed_letsItPassUntilItIsNotNeeded() throws IOException {
        writeClass(MAIN + "X.java", "class X { interface HeadImpl {} }");
        TidyTest tidy =
                new TidyTest() {
                    @Override
                    Path module() {
                        return module;
                    }
                };
        assertThatThrownBy(tidy::sources_code_holdsNothingForbidden)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("src/main/java/a/X.java: name: line 2: HeadImpl");

        Path list = root.resolve("tidy-exceptions.txt");
        Files.writeString(list, "# a comment\nmod/src/main/java/a/X.java: name\nother/X: name\n");
        assertThatCode(tidy::sources_code_holdsNothingForbidden).doesNotThrowAnyException();
        assertThatCode(tidy::exceptions_allListed_areStillNeeded).doesNotThrowAnyException();

        writeClass(MAIN + "X.java", "class X {}");
        assertThatThrownBy(tidy::exceptions_allListed_areStillNeeded)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("mod/src/main/java/a/X.java: name");
    }
}
