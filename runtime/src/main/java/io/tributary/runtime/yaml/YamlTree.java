package io.tributary.runtime.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads one YAML document into a tree.
///
/// Works on the parser's events, so nothing is built that the document does not hold, and no type
/// of it is believed. Keys that stand twice and keys that are no words are left out and noted; only
/// broken YAML ends the reading.
public final class YamlTree {
    /// Deepest nesting: twice what any file of ours has.
    public static final int DEPTH_MAX = 16;

    /// Ends the reading of a document that cannot be read on.
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final String file;
    private final Problems problems;
    private final ParserImpl events;

    private YamlTree(String file, String text, int bytesMax, Problems problems) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(file)
                        .setUseMarks(true)
                        .setCodePointLimit(bytesMax)
                        .build();
        this.file = file;
        this.problems = problems;
        this.events = new ParserImpl(settings, new StreamReader(settings, text));
    }

    /// Reads `bytes`.
    ///
    /// @param file its name in messages
    /// @return the keys and values at the top; empty where the document is empty or cannot be read,
    ///   which is noted then
    public static Optional<YamlNode.Section> read(
            String file, byte[] bytes, int bytesMax, Problems problems) {
        if (bytes.length > bytesMax) {
            problems.add(
                    file,
                    "",
                    "found %s bytes or more, expected at most %d"
                            .formatted(bytes.length, bytesMax));
            return Optional.empty();
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return new YamlTree(file, text, bytesMax, problems).document();
        } catch (CharacterCodingException e) {
            problems.add(file, "", "found bytes that are not UTF-8, expected text");
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark().map(mark -> place(file, mark)).orElse(file);
            problems.add(place, "", "found broken YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(file, "", "found broken YAML: " + Problems.shown(e.toString()));
        } catch (Unreadable e) {
            // The problem has been noted where it stands.
        }
        return Optional.empty();
    }

    private Optional<YamlNode.Section> document() {
        while (events.peekEvent() instanceof StreamStartEvent
                || events.peekEvent() instanceof DocumentStartEvent) {
            events.next();
        }
        Optional<YamlNode.Section> root = root();
        if (events.peekEvent() instanceof DocumentEndEvent) {
            events.next();
        }
        if (events.peekEvent() instanceof DocumentStartEvent second) {
            problems.add(place(second), "", "found a second document, expected one");
        }
        return root;
    }

    private Optional<YamlNode.Section> root() {
        if (events.peekEvent() instanceof StreamEndEvent) {
            return Optional.empty();
        }
        String place = place(events.peekEvent());
        return switch (node("", 1)) {
            case YamlNode.Section section -> Optional.of(section);
            case YamlNode.Text text when text.isNull() -> Optional.empty();
            case YamlNode.Text text -> throw notASection(place, text);
            case YamlNode.Items items -> throw notASection(place, items);
        };
    }

    private Unreadable notASection(String place, YamlNode root) {
        return stop(place, "", "found " + root.shown() + ", expected keys and values");
    }

    private YamlNode node(String path, int depth) {
        Event event = events.next();
        String place = place(event);
        if (event instanceof AliasEvent) {
            throw stop(place, path, "found an alias, expected a value");
        }
        if (event instanceof ScalarEvent scalar) {
            return new YamlNode.Text(place, scalar.getValue(), isNull(scalar));
        }
        if (depth > DEPTH_MAX) {
            throw stop(
                    place,
                    path,
                    "found values %d deep, expected at most %d".formatted(depth, DEPTH_MAX));
        }
        if (event instanceof MappingStartEvent) {
            return new YamlNode.Section(place, entries(path, depth));
        }
        if (event instanceof SequenceStartEvent) {
            return new YamlNode.Items(place, items(path, depth));
        }
        throw new IllegalStateException("BUG: no value begins with " + event);
    }

    private List<YamlNode> items(String path, int depth) {
        List<YamlNode> items = new ArrayList<>();
        while (!(events.peekEvent() instanceof SequenceEndEvent)) {
            items.add(node(path + "[" + items.size() + "]", depth + 1));
        }
        events.next();
        return items;
    }

    private List<YamlNode.Entry> entries(String path, int depth) {
        List<YamlNode.Entry> entries = new ArrayList<>();
        Map<String, String> placeByKey = new HashMap<>();
        while (!(events.peekEvent() instanceof MappingEndEvent)) {
            YamlNode key = node(path, depth + 1);
            if (!(key instanceof YamlNode.Text(var place, var word, _))) {
                problems.add(
                        key.place(), path, "found a list or a section as a key, expected a word");
                node(path, depth + 1);
                continue;
            }
            String child = path.isEmpty() ? word : path + "." + word;
            YamlNode value = node(child, depth + 1);
            String first = placeByKey.putIfAbsent(word, place);
            if (first != null) {
                problems.add(
                        place,
                        child,
                        "found the key again, expected it once (first at %s)".formatted(first));
            } else {
                entries.add(new YamlNode.Entry(place, word, value));
            }
        }
        events.next();
        return entries;
    }

    private Unreadable stop(String place, String key, String what) {
        problems.add(place, key, what);
        return new Unreadable();
    }

    /// `key:` with nothing behind it, or one of YAML's words for it.
    private static boolean isNull(ScalarEvent scalar) {
        return scalar.getScalarStyle() == ScalarStyle.PLAIN
                && (scalar.getValue().isEmpty()
                        || scalar.getValue().equals("~")
                        || scalar.getValue().equals("null"));
    }

    private String place(Event event) {
        return event.getStartMark().map(mark -> place(file, mark)).orElse(file);
    }

    private static String place(String file, Mark mark) {
        return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }
}
