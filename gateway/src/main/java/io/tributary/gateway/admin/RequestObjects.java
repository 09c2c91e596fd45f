package io.tributary.gateway.admin;

import io.tributary.gateway.admin.ObjectEdits.Wanted;
import io.tributary.gateway.registry.journal.ChangeSet;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.runtime.yaml.Fields;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import io.tributary.runtime.yaml.YamlTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the objects of a request: one, or a document of them as a registry file is. What is wrong
/// is noted with its line and column in the request.
final class RequestObjects {
    private static final String PLACE = "request";

    private RequestObjects() {}

    /// The object that a body is.
    ///
    /// @param key its name may stand in the body, too
    static Optional<Wanted> one(ObjectKey key, byte[] body, Problems problems) {
        YamlNode.Section read =
                YamlTree.read(PLACE, body, body.length, problems)
                        .orElse(new YamlNode.Section(PLACE, List.of()));
        String field = key.kind().nameField();
        Optional<YamlNode> name = read.find(field);
        if (name.isPresent()
                && !(name.get() instanceof YamlNode.Text(_, var text, _)
                        && text.equals(key.name()))) {
            problems.add(
                    name.get().place(),
                    field,
                    "found %s, expected that of the path: %s"
                            .formatted(name.get().shown(), Problems.shown(key.name())));
        }
        YamlNode.Section whole =
                name.isPresent()
                        ? read
                        : named(read, field, new YamlNode.Text(read.place(), key.name(), false));
        return problems.isEmpty() ? Optional.of(new Wanted.Whole(key, whole)) : Optional.empty();
    }

    /// The objects of a document.
    static List<Wanted> all(byte[] body, Problems problems) {
        List<Wanted> wanted = new ArrayList<>();
        Optional<YamlNode.Section> root = YamlTree.read(PLACE, body, body.length, problems);
        if (root.isEmpty()) {
            return wanted;
        }
        Fields fields = new Fields(root.get(), "", problems);
        Set<ObjectKey> keys = new HashSet<>();
        for (ObjectKind kind : ObjectKind.values()) {
            String field = kind.nameField();
            for (Fields object : fields.objects(kind.plural())) {
                String name =
                        object.required(field, "the %s of the %s".formatted(field, kind.word()));
                ObjectKey key = new ObjectKey(kind, name);
                if (!keys.add(key)) {
                    object.problem(field, "found %s again, expected it once".formatted(key));
                }
                wanted.add(new Wanted.Whole(key, object.section()));
            }
        }
        fields.end();
        if (wanted.size() > ChangeSet.CHANGES_MAX) {
            problems.add(
                    PLACE,
                    "",
                    "found %d objects, expected at most %d"
                            .formatted(wanted.size(), ChangeSet.CHANGES_MAX));
        }
        return wanted;
    }

    private static YamlNode.Section named(YamlNode.Section object, String field, YamlNode name) {
        List<YamlNode.Entry> entries = new ArrayList<>(object.entries());
        entries.addFirst(new YamlNode.Entry(object.place(), field, name));
        return new YamlNode.Section(object.place(), entries);
    }
}
