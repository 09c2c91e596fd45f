package io.tributary.format.otlp.rules;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which attributes of a resource become labels of all its series.
public sealed interface Promotion {
    /// Those named.
    record Only(List<String> keys) implements Promotion {
        public Only {
            keys = checked(keys);
        }
    }

    /// All but those named.
    record AllBut(List<String> keys) implements Promotion {
        public AllBut {
            keys = checked(keys);
        }
    }

    /// Keys of attributes, as they are sent.
    List<String> keys();

    private static List<String> checked(List<String> keys) {
        Set<String> seen = new LinkedHashSet<>();
        for (String key : keys) {
            if (key.isBlank()) {
                throw new IllegalArgumentException("the key of a resource attribute is empty");
            }
            if (!seen.add(key.strip())) {
                throw new IllegalArgumentException(
                        "resource attribute " + key.strip() + " stands twice");
            }
        }
        return List.copyOf(seen);
    }
}
