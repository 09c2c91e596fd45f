package io.tributary.cli.line;

import java.util.List;
import java.util.Optional;

/// Commands under one word.
public record Group(String name, String description, List<Command> commands) implements Command {
    public Group {
        commands = List.copyOf(commands);
    }

    Optional<Command> command(String word) {
        for (Command command : commands) {
            if (command.name().equals(word)) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    /// The words that help tells of.
    List<String> words() {
        return commands.stream().filter(command -> !command.hidden()).map(Command::name).toList();
    }
}
