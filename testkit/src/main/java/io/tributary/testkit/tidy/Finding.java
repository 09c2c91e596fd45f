package io.tributary.testkit.tidy;

import java.nio.file.Path;

/// Something that is not tidy.
///
/// @param rule its short name, as in the list of exceptions
/// @param file from the module's directory
record Finding(String rule, Path file, String what) {
    @Override
    public String toString() {
        return "%s: %s: %s".formatted(file, rule, what);
    }
}
