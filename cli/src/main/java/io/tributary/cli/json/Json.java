package io.tributary.cli.json;

import java.util.List;
import java.util.Map;

/// A JSON value, with what a reader of an API needs of it.
public sealed interface Json {
    /// An object, its members in the order they stood.
    record Members(Map<String, Json> members) implements Json {}

    record Items(List<Json> items) implements Json {}

    record Text(String text) implements Json {}

    /// A number, as it was written; also `true`, `false` and `null`.
    record Word(String word) implements Json {}

    /// A member of an object.
    ///
    /// @throws JsonException if this is no object or has none of that name
    default Json member(String name) throws JsonException {
        if (this instanceof Members(var members)) {
            Json found = members.get(name);
            if (found != null) {
                return found;
            }
        }
        throw new JsonException("no member \"" + name + "\" where one was expected");
    }

    /// Whether this is an object that has the member.
    default boolean has(String name) {
        return this instanceof Members(var members) && members.containsKey(name);
    }

    /// The items of an array.
    ///
    /// @throws JsonException if this is none
    default List<Json> list() throws JsonException {
        if (this instanceof Items(var items)) {
            return items;
        }
        throw new JsonException("no array where one was expected");
    }

    /// The text of a string, or a number as it was written.
    ///
    /// @throws JsonException if this is neither
    default String plain() throws JsonException {
        return switch (this) {
            case Text(var text) -> text;
            case Word(var word) -> word;
            case Members _, Items _ ->
                    throw new JsonException("no plain value where one was expected");
        };
    }
}
