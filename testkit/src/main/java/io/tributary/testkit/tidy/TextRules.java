package io.tributary.testkit.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What may not stand in a source's text.
final class TextRules {
    private record Forbidden(String rule, Pattern pattern, String why) {}

    private static final List<Forbidden> FORBIDDEN =
            List.of(
                    new Forbidden("tab", Pattern.compile("\t"), "a tab; indent with spaces"),
                    new Forbidden(
                            "line-end", Pattern.compile("\r"), "a carriage return; end with LF"),
                    // Put together so that this source does not hold the words themselves.
                    new Forbidden(
                            "todo",
                            Pattern.compile("\\b(TO" + "DO(?!\\(#\\d+\\))|FIX" + "ME|X" + "XX)\\b"),
                            "work left open without the number of its issue, as in (#12)"),
                    new Forbidden(
                            "machine-path",
                            Pattern.compile(
                                    "(?<![\\w./])(/(home|root|work|Users)/\\w|[A-Z]:\\\\+Users)"),
                            "a path of one machine"));

    private TextRules() {}

    static List<Finding> check(SourceTree sources) {
        List<Finding> findings = new ArrayList<>();
        for (SourceFile file : sources.files()) {
            for (Forbidden forbidden : FORBIDDEN) {
                Matcher matcher = forbidden.pattern.matcher(file.text());
                if (matcher.find()) {
                    findings.add(finding(file, forbidden, matcher.start()));
                }
            }
            if (!file.text().endsWith("\n")) {
                findings.add(new Finding("line-end", file.path(), "the last line does not end"));
            }
        }
        return findings;
    }

    private static Finding finding(SourceFile file, Forbidden forbidden, int offset) {
        long line = file.text().substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
        return new Finding(forbidden.rule, file.path(), "line " + line + " holds " + forbidden.why);
    }
}
