package io.tributary.runtime.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One key of the configuration: how its value is written, its default, and what it is for.
/// Immutable.
///
/// Modules declare theirs as constants and read them with {@link Config#value}.
public final class Setting<T> {
    /// How a module writes a value of its own: `parse(print(value))` is the value, whose `equals`
    /// is by what it holds.
    public interface Form<T> {
        /// The value, or empty if `text` is none.
        Optional<T> parse(String text);

        String print(T value);

        /// What a wrong text is answered with, beginning in the middle of a sentence.
        String expected();
    }

    private final String key;
    private final Kind<T> kind;
    private final T defaultValue;
    private final String description;
    private final boolean secret;

    private Setting(String key, Kind<T> kind, T defaultValue, String description, boolean secret) {
        if (!Words.isKey(key)) {
            throw new IllegalArgumentException("BUG: not a key: " + key);
        }
        if (!kind.parse(kind.print(defaultValue)).equals(Optional.of(defaultValue))) {
            throw new IllegalArgumentException(
                    "BUG: default %s of %s is not %s"
                            .formatted(defaultValue, key, kind.expected()));
        }
        this.key = key;
        this.kind = kind;
        this.defaultValue = defaultValue;
        this.description = description;
        this.secret = secret;
    }

    public static Setting<String> text(String key, String defaultValue, String description) {
        return new Setting<>(key, new Kind.Text(), defaultValue, description, false);
    }

    /// Lines of text, none by default; blank ones, and those that begin with `#`, are left out.
    ///
    /// @param countMax how many there may be
    /// @param expected what a line is, in words
    /// @param check throws an `IllegalArgumentException` that says what was found in a line, and
    ///   what was expected
    public static Setting<List<String>> lines(
            String key, int countMax, String expected, Consumer<String> check, String description) {
        return new Setting<>(
                key, new Kind.Lines(check, countMax, expected), List.of(), description, false);
    }

    public static Setting<Boolean> flag(String key, boolean defaultValue, String description) {
        return new Setting<>(key, new Kind.Flag(), defaultValue, description, false);
    }

    /// A whole number from `min` to `max`, both included.
    public static Setting<Integer> integer(
            String key, int defaultValue, int min, int max, String description) {
        return new Setting<>(key, new Kind.Whole(min, max), defaultValue, description, false);
    }

    /// A whole number from `min` to `max`, both included.
    public static Setting<Long> number(
            String key, long defaultValue, long min, long max, String description) {
        return new Setting<>(key, new Kind.LongWhole(min, max), defaultValue, description, false);
    }

    /// A duration of whole milliseconds, `1h30m` or `7d`; bounds are included.
    public static Setting<Duration> duration(
            String key, Duration defaultValue, Duration min, Duration max, String description) {
        return new Setting<>(key, new Kind.Span(min, max), defaultValue, description, false);
    }

    /// A number of bytes, `64MiB` or plain; bounds are included.
    public static Setting<Long> size(
            String key, long defaultBytes, long minBytes, long maxBytes, String description) {
        return new Setting<>(
                key, new Kind.Size(minBytes, maxBytes), defaultBytes, description, false);
    }

    /// A duration as settings have them, of whole milliseconds.
    public static Optional<Duration> readDuration(String text) {
        return Units.parseMillis(text).map(Duration::ofMillis);
    }

    /// One of an enum's constants, `FIRST_WINS` written as `firstWins`.
    public static <E extends Enum<E>> Setting<E> choice(
            String key, E defaultValue, String description) {
        E[] options = defaultValue.getDeclaringClass().getEnumConstants();
        return new Setting<>(
                key, new Kind.Choice<>(Arrays.asList(options)), defaultValue, description, false);
    }

    public static Setting<HostPort> address(String key, HostPort defaultValue, String description) {
        return new Setting<>(key, new Kind.Address(), defaultValue, description, false);
    }

    /// A value that only its module can read.
    public static <T> Setting<T> of(String key, T defaultValue, Form<T> form, String description) {
        return new Setting<>(key, new Kind.Own<>(form), defaultValue, description, false);
    }

    /// The same setting, its value never to be shown.
    public Setting<T> asSecret() {
        return new Setting<>(key, kind, defaultValue, description, true);
    }

    /// `head.lateWindow`.
    public String key() {
        return key;
    }

    public T defaultValue() {
        return defaultValue;
    }

    public String description() {
        return description;
    }

    public boolean isSecret() {
        return secret;
    }

    /// `TRIBUTARY_HEAD__LATE_WINDOW`.
    public String environmentName() {
        return Words.environmentName(key);
    }

    /// What values are right, in words.
    public String expected() {
        return kind.expected();
    }

    Kind<T> kind() {
        return kind;
    }

    String defaultText() {
        return kind.print(defaultValue);
    }

    boolean accepts(String text) {
        return kind.parse(text).isPresent();
    }
}
