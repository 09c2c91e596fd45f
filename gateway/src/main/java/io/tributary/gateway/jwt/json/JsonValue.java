package io.tributary.gateway.jwt.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value of JSON. Immutable.
public sealed interface JsonValue {
    /// What it is, for a message.
    String kind();

    /// A string.
    record Text(String value) implements JsonValue {
        @Override
        public String kind() {
            return "a string";
        }
    }

    /// A number, as near as a double comes; beyond its range infinite.
    record Numeral(double value) implements JsonValue {
        @Override
        public String kind() {
            return "a number";
        }
    }

    /// `true` or `false`.
    record Flag(boolean value) implements JsonValue {
        @Override
        public String kind() {
            return "a boolean";
        }
    }

    /// `null`.
    record Nothing() implements JsonValue {
        @Override
        public String kind() {
            return "null";
        }
    }

    /// An array.
    record Array(List<JsonValue> values) implements JsonValue {
        public Array {
            values = List.copyOf(values);
        }

        @Override
        public String kind() {
            return "an array";
        }
    }

    /// An object: its members in the order in which they were written.
    ///
    /// @param values how many members and elements it holds at all depths: what memory goes by
    record Fields(Map<String, JsonValue> members, int values) implements JsonValue {
        public Fields {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public String kind() {
            return "an object";
        }

        /// The member of that name.
        public Optional<JsonValue> find(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /// The string of that name, or nothing where there is no such member.
        ///
        /// @throws JsonException if it is no string
        public Optional<String> text(String name) throws JsonException {
            JsonValue value = members.get(name);
            return switch (value) {
                case null -> Optional.empty();
                case Text(String text) -> Optional.of(text);
                case Numeral _, Flag _, Nothing _, Array _, Fields _ ->
                        throw new JsonException(name + " is " + value.kind() + ", not a string");
            };
        }

        /// The strings of that name, where one may stand without its array; none where there is no
        /// such member.
        ///
        /// @throws JsonException if it is something else
        public List<String> texts(String name) throws JsonException {
            JsonValue value = members.get(name);
            return value == null ? List.of() : texts(name, value);
        }

        /// A value as strings: one, or an array of them.
        ///
        /// @param name what the message calls it
        /// @throws JsonException if it is something else
        public static List<String> texts(String name, JsonValue value) throws JsonException {
            return switch (value) {
                case Text(String text) -> List.of(text);
                case Array(List<JsonValue> values) -> elements(name, values);
                case Numeral _, Flag _, Nothing _, Fields _ ->
                        throw new JsonException(
                                "%s is %s, neither a string nor an array of strings"
                                        .formatted(name, value.kind()));
            };
        }

        private static List<String> elements(String name, List<JsonValue> values)
                throws JsonException {
            List<String> texts = new ArrayList<>(values.size());
            for (JsonValue element : values) {
                switch (element) {
                    case Text(String text) -> texts.add(text);
                    case Numeral _, Flag _, Nothing _, Array _, Fields _ ->
                            throw new JsonException(
                                    "%s has %s in its array, where strings are wanted"
                                            .formatted(name, element.kind()));
                }
            }
            return texts;
        }
    }
}
