package io.tributary.cli.registry;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.runtime.yaml.YamlNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `tributary clusters quarantine NAME`, `release NAME QUARANTINE` and `drop NAME QUARANTINE`, and
/// of agents: keeps what one writes apart from now on, and says later what becomes of it.
///
/// @param verb what is done
record QuarantineCommand(ObjectKind kind, Verb verb) implements Action {
    private static final String FIELD = "quarantines";
    private static final String NAME = "name";
    private static final String STATE = "state";

    /// What a quarantine is called that nobody named, with the first number that is free.
    private static final String UNNAMED = "quarantine-";

    /// What is done to a quarantine.
    enum Verb {
        QUARANTINE(
                "quarantine",
                "held",
                "what it writes from now on is kept apart, until the quarantine is released or dropped"),
        RELEASE("release", "released", "what was kept apart is seen with the rest"),
        DROP("drop", "dropped", "what was kept apart is seen by nobody any more");

        private final String word;
        private final String state;
        private final String meaning;

        Verb(String word, String state, String meaning) {
            this.word = word;
            this.state = state;
            this.meaning = meaning;
        }
    }

    @Override
    public String name() {
        return verb.word;
    }

    @Override
    public String description() {
        String one = kind == ObjectKind.AGENT ? "an agent" : "a " + kind.word();
        return switch (verb) {
            case QUARANTINE ->
                    "Keep what %s writes from now on apart, out of every answer, until it is released or dropped."
                            .formatted(one);
            case RELEASE -> "Let what was kept apart of %s be seen with the rest.".formatted(one);
            case DROP -> "Let what was kept apart of %s be seen by nobody any more.".formatted(one);
        };
    }

    @Override
    public Syntax syntax() {
        Syntax syntax = AdminClient.addTo(new Syntax());
        String name = Output.nameOf(kind);
        return verb == Verb.QUARANTINE
                ? syntax.parameter(name, "The " + kind.word() + ".")
                        .option(
                                NAME,
                                "NAME",
                                "What to call the quarantine, such as incident-7 (default: %s1, or the next number)."
                                        .formatted(UNNAMED))
                : syntax.parameters(
                        name + " QUARANTINE",
                        "The %s, and the name of the quarantine.".formatted(kind.word()),
                        2,
                        2);
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, IOException, InterruptedException {
        Output output = Output.of(arguments);
        List<String> words = arguments.parameters();
        ObjectEdit edit = ObjectEdit.read(AdminClient.of(arguments), kind, words.getFirst());
        List<YamlNode.Section> all = quarantines(edit.object());
        String quarantine =
                verb == Verb.QUARANTINE
                        ? arguments.value(NAME).orElseGet(() -> free(all))
                        : words.getLast();
        AdminClient.Reply reply =
                edit.put(
                        edit.object()
                                .with(
                                        FIELD,
                                        new YamlNode.Items(
                                                "object",
                                                next(words.getFirst(), all, quarantine))));
        console.out()
                .println(
                        output == Output.json
                                ? reply.raw()
                                : "quarantine %s of %s %s is %s: %s"
                                        .formatted(
                                                quarantine,
                                                kind.word(),
                                                words.getFirst(),
                                                verb.state,
                                                verb.meaning));
        return ExitCode.OK;
    }

    /// The quarantines as they are to be.
    private List<YamlNode> next(String of, List<YamlNode.Section> all, String quarantine)
            throws IOException {
        Optional<YamlNode.Section> known =
                all.stream().filter(one -> text(one, NAME).equals(quarantine)).findFirst();
        if (known.isPresent() && text(known.get(), STATE).equals(verb.state)) {
            throw new IOException(
                    "quarantine %s of %s %s is %s already"
                            .formatted(quarantine, kind.word(), of, verb.state));
        }
        List<YamlNode> next = new ArrayList<>(all);
        if (verb == Verb.QUARANTINE) {
            if (known.isPresent()) {
                throw new IOException(
                        "quarantine %s of %s %s is %s already: name another with --name"
                                .formatted(quarantine, kind.word(), of, text(known.get(), STATE)));
            }
            next.add(
                    new YamlNode.Section("object", List.of())
                            .with(NAME, word(quarantine))
                            .with(STATE, word(verb.state)));
            return next;
        }
        if (known.isEmpty()) {
            throw new IOException(
                    "%s %s has no quarantine %s%s"
                            .formatted(
                                    kind.word(),
                                    of,
                                    quarantine,
                                    all.isEmpty()
                                            ? ": it has none"
                                            : "; it has "
                                                    + String.join(
                                                            ", ",
                                                            all.stream()
                                                                    .map(one -> text(one, NAME))
                                                                    .toList())));
        }
        next.set(all.indexOf(known.get()), known.get().with(STATE, word(verb.state)));
        return next;
    }

    private static List<YamlNode.Section> quarantines(YamlNode.Section object) {
        return object.find(FIELD).stream()
                .filter(YamlNode.Items.class::isInstance)
                .map(YamlNode.Items.class::cast)
                .flatMap(list -> list.items().stream())
                .filter(YamlNode.Section.class::isInstance)
                .map(YamlNode.Section.class::cast)
                .toList();
    }

    private static String free(List<YamlNode.Section> all) {
        List<String> names = all.stream().map(one -> text(one, NAME)).toList();
        int number = 1;
        while (names.contains(UNNAMED + number)) {
            number++;
        }
        return UNNAMED + number;
    }

    private static String text(YamlNode.Section quarantine, String field) {
        return quarantine
                .find(field)
                .filter(YamlNode.Text.class::isInstance)
                .map(found -> ((YamlNode.Text) found).value())
                .orElse("");
    }

    private static YamlNode.Text word(String value) {
        return new YamlNode.Text("object", value, false);
    }
}
