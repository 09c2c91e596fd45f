package io.tributary.runtime.config;

import java.util.List;

/// The configuration is wrong. The message holds every problem found, one a line, each with its
/// place, its key, what was found and what was expected; never a secret.
public final class ConfigException extends Exception {
    private final List<String> problems;

    public ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
