package io.tributary.cli.line;

import java.util.ArrayList;
import java.util.List;

/// `help COMMAND`, which is `COMMAND --help`.
record Help(Program program) implements Action {
    @Override
    public String name() {
        return "help";
    }

    @Override
    public String description() {
        return "Show what a command is for and what it takes.";
    }

    @Override
    public Syntax syntax() {
        return new Syntax().parameters("[COMMAND]…", "The command; none: all of them.");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        List<String> words = new ArrayList<>(arguments.parameters());
        words.add("--help");
        return program.execute(console, words);
    }
}
