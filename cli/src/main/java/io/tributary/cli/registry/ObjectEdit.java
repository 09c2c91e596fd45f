package io.tributary.cli.registry;

import io.tributary.cli.json.JsonReader;
import io.tributary.gateway.registry.journal.CanonicalJson;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// One object on its way from the server and back: what is put there counts only if nobody else
/// changed it meanwhile. Fields that this program does not know come back as they came.
///
/// @param object its fields as they are; none where it is to be new
/// @param condition the header that says so
record ObjectEdit(
        AdminClient client, String path, YamlNode.Section object, Map<String, String> condition) {
    private static final Map<String, String> NEW = Map.of("If-None-Match", "*");

    ObjectEdit {
        condition = Map.copyOf(condition);
    }

    /// One that must not be there.
    static ObjectEdit ofNew(AdminClient client, ObjectKind kind, String name) {
        return new ObjectEdit(
                client,
                AdminClient.path(kind, name),
                new YamlNode.Section("object", List.of()),
                NEW);
    }

    /// One that is there: registered, or an agent that is known by its certificate alone, of which
    /// nothing is declared yet.
    static ObjectEdit read(AdminClient client, ObjectKind kind, String name)
            throws IOException, InterruptedException {
        String path = AdminClient.path(kind, name);
        AdminClient.Reply now = client.get(path);
        boolean declared = !now.data().member("source").plain().equals("enrolment");
        return new ObjectEdit(
                client,
                path,
                CanonicalJson.read("object", JsonReader.raw(now.raw(), "object"), new Problems())
                        .orElseThrow(),
                declared
                        ? Map.of("If-Match", '"' + now.data().member("version").plain() + '"')
                        : NEW);
    }

    /// The same, even where what is frozen of it changes.
    ObjectEdit forced() {
        return new ObjectEdit(client, path + FrozenCommand.FORCE_QUERY, object, condition);
    }

    AdminClient.Reply put(YamlNode.Section next) throws IOException, InterruptedException {
        byte[] body = CanonicalJson.of(next).getBytes(StandardCharsets.UTF_8);
        return client.send("PUT", path, condition, body);
    }
}
