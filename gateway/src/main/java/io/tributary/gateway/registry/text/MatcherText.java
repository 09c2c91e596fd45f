package io.tributary.gateway.registry.text;

import io.tributary.model.Matcher;
import java.util.Optional;

/// Reads one condition on a label as PromQL writes it, less its braces: `namespace=~"a|b"`. Names
/// that are no words, and values, stand in double quotes, in which `\"` and `\\` stand for `"` and
/// `\`; a value may stand without where nothing in it could be meant otherwise.
public final class MatcherText {
    /// What one looks like, for messages.
    public static final String EXPECTED =
            "a condition such as namespace=\"shop\" or pod=~\"web-.*\"";

    private final String text;
    private int at;

    private MatcherText(String text) {
        this.text = text;
    }

    /// The condition that a text is; empty where it is none.
    ///
    /// @throws IllegalArgumentException if the value should be a regular expression and is none;
    ///   the message is RE2's
    public static Optional<Matcher> parse(String text) {
        return new MatcherText(text.strip()).matcher();
    }

    private Optional<Matcher> matcher() {
        Optional<String> name = starts("\"") ? quoted() : Optional.of(word());
        skipBlanks();
        Optional<Matcher.Type> type = type();
        skipBlanks();
        if (name.isEmpty() || name.get().isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> value = starts("\"") ? quoted() : Optional.of(rest());
        return value.filter(found -> at == text.length())
                .map(found -> new Matcher(type.get(), name.get(), found));
    }

    private Optional<Matcher.Type> type() {
        for (Matcher.Type type :
                new Matcher.Type[] {
                    Matcher.Type.REGEX,
                    Matcher.Type.NOT_REGEX,
                    Matcher.Type.NOT_EQUAL,
                    Matcher.Type.EQUAL
                }) {
            if (starts(type.symbol())) {
                at += type.symbol().length();
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private String word() {
        int from = at;
        while (at < text.length() && "=!\" \t".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private String rest() {
        String rest = text.substring(at);
        if (rest.indexOf('"') < 0) {
            at = text.length();
        }
        return rest;
    }

    private Optional<String> quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return Optional.of(value.toString());
            }
            if (c == '\\') {
                at++;
                if (at == text.length() || "\"\\".indexOf(text.charAt(at)) < 0) {
                    return Optional.empty();
                }
                c = text.charAt(at);
            }
            value.append(c);
        }
        return Optional.empty();
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private boolean starts(String with) {
        return text.startsWith(with, at);
    }
}
