package io.tributary.promql.fuzz;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What is said about an answer: texts in no order, with their places in the query.
public record Notes(SortedSet<String> warnings, SortedSet<String> infos) {
    /// How the line ends that counts what an answer has no room for.
    private static final String OMITTED = "annotations omitted";

    /// How many samples were made monotonic: Prometheus 3.14 doubles the number at each step.
    private static final Pattern COUNT = Pattern.compile(", over -?\\d+ samples from ");

    public static final Notes NONE = of(List.of(), List.of());

    public Notes {
        warnings = Collections.unmodifiableSortedSet(new TreeSet<>(warnings));
        infos = Collections.unmodifiableSortedSet(new TreeSet<>(infos));
    }

    public static Notes of(Collection<String> warnings, Collection<String> infos) {
        return new Notes(new TreeSet<>(warnings), new TreeSet<>(infos));
    }

    private static SortedSet<String> compared(Collection<String> texts) {
        return texts.stream()
                .map(text -> COUNT.matcher(text).replaceFirst(", over … samples from "))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Whether all is here that was to be said: of more, upstream tells any ten.
    public boolean areAll() {
        return warnings.stream().noneMatch(text -> text.endsWith(OMITTED))
                && infos.stream().noneMatch(text -> text.endsWith(OMITTED));
    }

    /// Those without a text.
    public Notes without(String text) {
        return of(
                warnings.stream().filter(warning -> !warning.contains(text)).toList(),
                infos.stream().filter(info -> !info.contains(text)).toList());
    }

    /// What is wrong with `found`.
    public Optional<String> difference(Notes found) {
        return compared(warnings).equals(compared(found.warnings))
                        && compared(infos).equals(compared(found.infos))
                ? Optional.empty()
                : Optional.of(
                        "says\n    %s %s\n  want\n    %s %s"
                                .formatted(found.warnings, found.infos, warnings, infos));
    }
}
