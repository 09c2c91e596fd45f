package io.tributary.testkit.json;

import java.util.List;
import java.util.Map;

/// A JSON value. Asked for what it is not, it fails the test.
public sealed interface Json {
    /// An object.
    record Members(Map<String, Json> all) implements Json {
        public Members {
            all = Map.copyOf(all);
        }
    }

    /// An array.
    record Elements(List<Json> all) implements Json {
        public Elements {
            all = List.copyOf(all);
        }
    }

    /// A string, or what stands there without quotes.
    record Word(String text) implements Json {}

    default Map<String, Json> members() {
        if (this instanceof Members(var all)) {
            return all;
        }
        throw new AssertionError("no object: " + this);
    }

    default Json member(String name) {
        if (members().containsKey(name)) {
            return members().getOrDefault(name, this);
        }
        throw new AssertionError("no " + name + " in " + this);
    }

    /// The member of one of two names.
    default Json either(String name, String other) {
        return member(members().containsKey(name) ? name : other);
    }

    default List<Json> elements() {
        if (this instanceof Elements(var all)) {
            return all;
        }
        throw new AssertionError("no array: " + this);
    }

    default String text() {
        if (this instanceof Word(var text)) {
            return text;
        }
        throw new AssertionError("no text: " + this);
    }
}
