package io.tributary.runtime.config;

import io.tributary.runtime.yaml.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// How a setting's value is written. `parse(print(value))` is the value.
sealed interface Kind<T> {
    /// The value, or empty if `text` is none (or is out of bounds).
    Optional<T> parse(String text);

    String print(T value);

    /// What is wrong with a text that is no value: what was found, and what was expected.
    default String problem(String text) {
        return "found %s, expected %s".formatted(Problems.shown(text), expected());
    }

    /// What a wrong value is answered with: `a size from 1MiB to 1TiB, such as 64MiB`.
    String expected();

    record Text() implements Kind<String> {
        /// Longest text, in UTF-16 units: a path or a URL, not a document.
        static final int LENGTH_MAX = 4096;

        @Override
        public Optional<String> parse(String text) {
            return text.length() > LENGTH_MAX ? Optional.empty() : Optional.of(text);
        }

        @Override
        public String print(String value) {
            return value;
        }

        @Override
        public String expected() {
            return "a text of at most " + LENGTH_MAX + " characters";
        }
    }

    /// A line each; blank ones, and what begins with `#`, are none.
    ///
    /// @param check throws an `IllegalArgumentException` that says what was found in a line, and
    ///   what was expected
    record Lines(Consumer<String> check, int countMax, String expected)
            implements Kind<List<String>> {
        /// Longest text, in UTF-16 units.
        static final int LENGTH_MAX = 64 * 1024;

        @Override
        public Optional<List<String>> parse(String text) {
            return firstProblem(text).isEmpty() ? Optional.of(lines(text)) : Optional.empty();
        }

        @Override
        public String print(List<String> value) {
            return String.join("\n", value);
        }

        @Override
        public String problem(String text) {
            return firstProblem(text).orElseGet(() -> Kind.super.problem(text));
        }

        private Optional<String> firstProblem(String text) {
            if (text.length() > LENGTH_MAX) {
                return Optional.of(
                        "found %d characters, expected at most %d"
                                .formatted(text.length(), LENGTH_MAX));
            }
            int count = lines(text).size();
            if (count > countMax) {
                return Optional.of(
                        "found %d lines, expected at most %d".formatted(count, countMax));
            }
            String[] all = text.split("\n", -1);
            for (int i = 0; i < all.length; i++) {
                if (isLine(all[i].strip())) {
                    try {
                        check.accept(all[i].strip());
                    } catch (IllegalArgumentException e) {
                        return Optional.of("line %d of it: %s".formatted(i + 1, e.getMessage()));
                    }
                }
            }
            return Optional.empty();
        }

        private static List<String> lines(String text) {
            return text.lines().map(String::strip).filter(Lines::isLine).toList();
        }

        private static boolean isLine(String line) {
            return !line.isEmpty() && !line.startsWith("#");
        }
    }

    record Flag() implements Kind<Boolean> {
        @Override
        public Optional<Boolean> parse(String text) {
            return switch (text) {
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                default -> Optional.empty();
            };
        }

        @Override
        public String print(Boolean value) {
            return value.toString();
        }

        @Override
        public String expected() {
            return "true or false";
        }
    }

    record Whole(int min, int max) implements Kind<Integer> {
        @Override
        public Optional<Integer> parse(String text) {
            return new LongWhole(min, max).parse(text).map(Math::toIntExact);
        }

        @Override
        public String print(Integer value) {
            return value.toString();
        }

        @Override
        public String expected() {
            return new LongWhole(min, max).expected();
        }
    }

    record LongWhole(long min, long max) implements Kind<Long> {
        @Override
        public Optional<Long> parse(String text) {
            try {
                long value = Long.parseLong(text);
                return value >= min && value <= max ? Optional.of(value) : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        @Override
        public String print(Long value) {
            return value.toString();
        }

        @Override
        public String expected() {
            return "a whole number from " + min + " to " + max;
        }
    }

    record Span(Duration min, Duration max) implements Kind<Duration> {
        @Override
        public Optional<Duration> parse(String text) {
            return Units.parseMillis(text)
                    .map(Duration::ofMillis)
                    .filter(span -> span.compareTo(min) >= 0 && span.compareTo(max) <= 0);
        }

        @Override
        public String print(Duration value) {
            return Units.printMillis(value.toMillis());
        }

        @Override
        public String expected() {
            return "a duration from %s to %s, such as 1h30m".formatted(print(min), print(max));
        }
    }

    record Size(long min, long max) implements Kind<Long> {
        @Override
        public Optional<Long> parse(String text) {
            return Units.parseBytes(text).filter(bytes -> bytes >= min && bytes <= max);
        }

        @Override
        public String print(Long value) {
            return Units.printBytes(value);
        }

        @Override
        public String expected() {
            return "a size from %s to %s, such as 64MiB".formatted(print(min), print(max));
        }
    }

    record Choice<E extends Enum<E>>(List<E> options) implements Kind<E> {
        public Choice {
            options = List.copyOf(options);
        }

        @Override
        public Optional<E> parse(String text) {
            return options.stream().filter(option -> print(option).equals(text)).findFirst();
        }

        /// `FIRST_WINS` as `firstWins`.
        @Override
        public String print(E value) {
            StringBuilder word = new StringBuilder();
            for (String part : value.name().toLowerCase(Locale.ROOT).split("_", -1)) {
                word.append(word.isEmpty() ? part : Words.capitalized(part));
            }
            return word.toString();
        }

        @Override
        public String expected() {
            return options.stream()
                    .map(this::print)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
    }

    /// As the module has it that reads the setting.
    record Own<T>(Setting.Form<T> form) implements Kind<T> {
        @Override
        public Optional<T> parse(String text) {
            return form.parse(text);
        }

        @Override
        public String print(T value) {
            return form.print(value);
        }

        @Override
        public String expected() {
            return form.expected();
        }
    }

    record Address() implements Kind<HostPort> {
        @Override
        public Optional<HostPort> parse(String text) {
            return HostPort.parse(text);
        }

        @Override
        public String print(HostPort value) {
            return value.toString();
        }

        @Override
        public String expected() {
            return "host:port, such as 127.0.0.1:9009, [::1]:9009 or 0.0.0.0:9009";
        }
    }
}
