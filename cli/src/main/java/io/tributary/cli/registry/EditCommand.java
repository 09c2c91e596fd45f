package io.tributary.cli.registry;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.gateway.registry.journal.ObjectKind;
import java.io.IOException;
import java.util.List;

/// `tributary tenants create NAME FIELD=VALUE…` and `set NAME FIELD=VALUE…`, of the other kinds,
/// `tributary credentials disable NAME`, `tributary agents revoke ID` and `activate ID`.
///
/// What is set is read first, and written only if nobody else changed it meanwhile.
///
/// @param isNew whether the object must not be there
/// @param always words that are meant besides those given; where there are some, none are given
record EditCommand(
        String name, String description, ObjectKind kind, boolean isNew, List<String> always)
        implements Action {
    private static final int WORDS_MAX = 100;

    EditCommand {
        always = List.copyOf(always);
    }

    static EditCommand create(ObjectKind kind) {
        String token =
                kind == ObjectKind.CREDENTIAL
                        ? " Without a token or password the server makes a token, which is printed on standard output, this once."
                        : "";
        return new EditCommand(
                "create", "Declare a " + kind.word() + "." + token, kind, true, List.of());
    }

    static EditCommand set(ObjectKind kind) {
        return new EditCommand(
                "set", "Change fields of a " + kind.word() + ".", kind, false, List.of());
    }

    static EditCommand disable() {
        return new EditCommand(
                "disable",
                "Revoke a credential, and keep its name. To take that back: set NAME disabled=",
                ObjectKind.CREDENTIAL,
                false,
                List.of("disabled=true"));
    }

    static EditCommand revoke() {
        return new EditCommand(
                "revoke",
                "Turn an agent away: it writes nothing any more, and gets no certificate.",
                ObjectKind.AGENT,
                false,
                List.of("state=revoked"));
    }

    static EditCommand activate() {
        return new EditCommand(
                "activate",
                "Let an agent in again that was revoked.",
                ObjectKind.AGENT,
                false,
                List.of("state=active"));
    }

    @Override
    public Syntax syntax() {
        Syntax syntax = AdminClient.addTo(new Syntax());
        if (kind == ObjectKind.TENANT) {
            FrozenCommand.forcing(syntax);
        }
        return always.isEmpty()
                ? syntax.parameters(
                        "NAME " + FieldWords.LABEL + "…",
                        FieldWords.DESCRIPTION,
                        isNew ? 1 : 2,
                        WORDS_MAX)
                : syntax.parameter(Output.nameOf(kind), "The " + kind.word() + ".");
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, IOException, InterruptedException {
        Output output = Output.of(arguments);
        List<String> words = arguments.parameters();
        List<String> fields = always.isEmpty() ? words.subList(1, words.size()) : always;
        AdminClient client = AdminClient.of(arguments);
        ObjectEdit edit =
                isNew
                        ? ObjectEdit.ofNew(client, kind, words.getFirst())
                        : ObjectEdit.read(client, kind, words.getFirst());
        boolean force = kind == ObjectKind.TENANT && FrozenCommand.isForced(arguments);
        show(
                (force ? edit.forced() : edit).put(FieldWords.apply(edit.object(), fields)),
                output,
                console);
        return ExitCode.OK;
    }

    /// Shows what became of one object, the token that was made alone.
    static void show(AdminClient.Reply reply, Output output, Console console) throws IOException {
        if (output == Output.json) {
            console.out().println(reply.raw());
            return;
        }
        if (reply.data().has("token")) {
            console.err().print(ObjectRows.one(reply.data()));
            console.err().println("its token stands on standard output, and is not shown again");
            console.out().println(reply.data().member("token").plain());
            return;
        }
        console.out().print(ObjectRows.one(reply.data()));
    }
}
