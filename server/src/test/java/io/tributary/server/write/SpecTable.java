package io.tributary.server.write;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A table of what a specification asks, each line with the test that shows it, and those tests.
public final class SpecTable {
    private SpecTable() {}

    /// The tests that the tables of a page of the reference name, from a heading on, sorted.
    public static List<String> named(String page, String heading) throws IOException {
        String text = Files.readString(Path.of("../docs/reference", page));
        return text.substring(text.indexOf(heading))
                .lines()
                .filter(line -> line.endsWith("` |") && line.contains("_"))
                .map(line -> line.replaceAll(".*\\| `(\\w+)` \\|", "$1"))
                .sorted()
                .toList();
    }

    /// The tests there are, but for those of the table itself, sorted.
    public static List<String> tests(Class<?>... classes) {
        return Stream.of(classes)
                .flatMap(tested -> Arrays.stream(tested.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .filter(name -> !name.startsWith("table_"))
                .sorted()
                .toList();
    }
}
