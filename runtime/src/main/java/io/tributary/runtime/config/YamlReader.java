package io.tributary.runtime.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
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
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads one YAML file: sections in sections, texts at their ends.
///
/// Works on the parser's events, so nothing is built that is not asked for. Wrong entries are
/// skipped and the rest is read on; only broken YAML ends it. A section may also be written into
/// the key (`head.lateWindow: 1h`), as `tributary config check --print` does.
///
/// Bounds: the file's size, the depth of nesting, no aliases (which could multiply), no second
/// document.
final class YamlReader {
    /// Largest file, in bytes: some hundred settings with long comments take a tenth of it.
    static final int FILE_BYTES_MAX = 1 << 20;

    /// Deepest nesting: twice what any key has.
    static final int DEPTH_MAX = 16;

    /// Ends the reading of a file that cannot be read on.
    private static final class Unreadable extends RuntimeException {}

    private final String file;
    private final Findings findings;
    private final ParserImpl events;
    private final Map<String, String> placeByKey = new HashMap<>();

    private YamlReader(String file, String text, Findings findings) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(file)
                        .setUseMarks(true)
                        .setCodePointLimit(FILE_BYTES_MAX)
                        .build();
        this.file = file;
        this.findings = findings;
        this.events = new ParserImpl(settings, new StreamReader(settings, text));
    }

    /// Reads `bytes` into `findings`; `file` is its name in messages.
    static void read(String file, byte[] bytes, Findings findings) {
        if (bytes.length > FILE_BYTES_MAX) {
            findings.problem(
                    file,
                    "",
                    "found %s bytes or more, expected at most %d"
                            .formatted(bytes.length, FILE_BYTES_MAX));
            return;
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            new YamlReader(file, text, findings).document();
        } catch (CharacterCodingException e) {
            findings.problem(file, "", "found bytes that are not UTF-8, expected text");
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark().map(mark -> place(file, mark)).orElse(file);
            findings.problem(place, "", "found broken YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            findings.problem(file, "", "found broken YAML: " + Findings.shown(e.toString()));
        } catch (Unreadable e) {
            // The problem has been noted where it stands.
        }
    }

    private void document() {
        while (events.peekEvent() instanceof StreamStartEvent
                || events.peekEvent() instanceof DocumentStartEvent) {
            events.next();
        }
        Event root = events.peekEvent();
        if (root instanceof MappingStartEvent) {
            section("", 1);
        } else if (isNull(root)) {
            events.next();
        } else if (!(root instanceof StreamEndEvent)) {
            stop(root, "", "found " + what(root) + ", expected keys and values");
        }
        if (events.peekEvent() instanceof DocumentEndEvent) {
            events.next();
        }
        if (events.peekEvent() instanceof DocumentStartEvent second) {
            findings.problem(place(second), "", "found a second document, expected one");
        }
    }

    /// Reads a mapping's entries, the keys of which stand below `path`.
    private void section(String path, int depth) {
        Event start = events.next();
        if (depth > DEPTH_MAX) {
            stop(
                    start,
                    path,
                    "found sections %d deep, expected at most %d".formatted(depth, DEPTH_MAX));
        }
        while (!(events.peekEvent() instanceof MappingEndEvent)) {
            if (events.peekEvent() instanceof ScalarEvent name) {
                events.next();
                entry(path.isEmpty() ? name.getValue() : path + "." + name.getValue(), name, depth);
            } else {
                findings.problem(
                        place(events.peekEvent()),
                        path,
                        "found a list or a section as a key, expected a word");
                skip(depth);
                skip(depth);
            }
        }
        events.next();
    }

    private void entry(String key, Event name, int depth) {
        Optional<Setting<?>> setting = findings.settings().find(key);
        boolean section = findings.settings().isSection(key);
        if (setting.isEmpty() && !section) {
            findings.unknownKey(place(name), key);
            skip(depth);
            return;
        }
        String first = placeByKey.putIfAbsent(key, place(name));
        if (first != null) {
            findings.problem(
                    place(name),
                    key,
                    "found the key again, expected it once (first at %s)".formatted(first));
            skip(depth);
            return;
        }
        if (section) {
            sectionEntry(key, depth);
        } else {
            value(setting.orElseThrow(), depth);
        }
    }

    private void sectionEntry(String key, int depth) {
        Event event = events.peekEvent();
        if (event instanceof MappingStartEvent) {
            section(key, depth + 1);
            return;
        }
        boolean wrong = !(event instanceof AliasEvent || isNull(event));
        if (wrong) {
            findings.problem(place(event), key, "found " + what(event) + ", expected a section");
        }
        skip(depth);
    }

    private void value(Setting<?> setting, int depth) {
        Event event = events.peekEvent();
        if (event instanceof ScalarEvent scalar && !isNull(event)) {
            findings.value(place(event), setting, scalar.getValue());
        } else if (!(event instanceof AliasEvent)) {
            findings.problem(
                    place(event),
                    setting.key(),
                    "found %s, expected %s".formatted(what(event), setting.expected()));
        }
        skip(depth);
    }

    /// Passes over a whole value.
    private void skip(int depth) {
        int open = 0;
        do {
            Event event = events.next();
            if (event instanceof AliasEvent) {
                stop(event, "", "found an alias, expected a value");
            }
            if (depth + open > DEPTH_MAX) {
                stop(event, "", "found values nested deeper than %d".formatted(DEPTH_MAX));
            }
            open += opening(event);
        } while (open > 0);
    }

    private static int opening(Event event) {
        return switch (event.getEventId()) {
            case MappingStart, SequenceStart -> 1;
            case MappingEnd, SequenceEnd -> -1;
            case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> 0;
        };
    }

    private void stop(Event event, String key, String what) {
        findings.problem(place(event), key, what);
        throw new Unreadable();
    }

    /// `key:` with nothing behind it, or one of YAML's words for it.
    private static boolean isNull(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && (scalar.getValue().isEmpty()
                        || scalar.getValue().equals("~")
                        || scalar.getValue().equals("null"));
    }

    private static String what(Event event) {
        if (event instanceof ScalarEvent scalar) {
            return isNull(event) ? "nothing" : Findings.shown(scalar.getValue());
        }
        return event instanceof MappingStartEvent ? "a section" : "a list";
    }

    private String place(Event event) {
        return event.getStartMark().map(mark -> place(file, mark)).orElse(file);
    }

    private static String place(String file, Mark mark) {
        return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }
}
