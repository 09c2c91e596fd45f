package io.tributary.cli.registry;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import io.tributary.cli.query.Columns;
import io.tributary.cli.query.SeriesNames;
import io.tributary.gateway.registry.journal.ObjectKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Answers of the registry's API as tables for people.
final class ObjectRows {
    private ObjectRows() {}

    /// The objects of a list.
    ///
    /// @param activity when clusters were last heard of
    static String list(ObjectKind kind, List<Json> objects, ClusterActivity activity)
            throws IOException {
        if (objects.isEmpty()) {
            return "none\n";
        }
        Columns columns = new Columns();
        columns.add(heading(kind));
        for (Json shown : objects) {
            Json object = shown.member("object");
            List<String> row = new ArrayList<>(List.of(cell(object, kind.nameField())));
            row.addAll(
                    switch (kind) {
                        case TENANT ->
                                List.of(
                                        cell(object, "displayName"),
                                        cell(object, "aliases"),
                                        view(object));
                        case CLUSTER -> cluster(object, activity);
                        case CREDENTIAL -> credential(object);
                        case AGENT -> agent(shown);
                    });
            row.add(cell(shown, "source"));
            columns.add(row);
        }
        return columns.text();
    }

    private static List<String> heading(ObjectKind kind) {
        return switch (kind) {
            case TENANT -> List.of("NAME", "DISPLAY NAME", "ALIASES", "VIEW OF", "SOURCE");
            case CLUSTER ->
                    List.of(
                            "NAME",
                            "TENANT",
                            "LAST SAMPLE",
                            "STATE",
                            "LABELS",
                            "ADDRESSES",
                            "SOURCE");
            case CREDENTIAL ->
                    List.of("NAME", "ROLES", "FOR", "PROOF", "EXPIRES", "STATE", "SOURCE");
            case AGENT ->
                    List.of(
                            "ID",
                            "CLUSTER",
                            "TENANT",
                            "STATE",
                            "ENROLLED",
                            "RENEWED",
                            "EXPIRES",
                            "SOURCE");
        };
    }

    /// One object, a row a field.
    static String one(Json shown) throws JsonException {
        Columns columns = new Columns();
        columns.add(List.of("FIELD", "VALUE"));
        if (shown.member("object") instanceof Json.Members(var members)) {
            for (Map.Entry<String, Json> field : members.entrySet()) {
                columns.add(List.of(SeriesNames.clean(field.getKey()), text(field.getValue())));
            }
        }
        if (shown instanceof Json.Members(var members)) {
            for (Map.Entry<String, Json> beside : members.entrySet()) {
                if (!beside.getKey().equals("object") && !beside.getKey().equals("token")) {
                    columns.add(
                            List.of(
                                    "(" + SeriesNames.clean(beside.getKey()) + ")",
                                    text(beside.getValue())));
                }
            }
        }
        return columns.text();
    }

    static String history(List<Json> entries) throws JsonException {
        if (entries.isEmpty()) {
            return "none\n";
        }
        List<String> names =
                List.of("version", "time", "who", "from", "action", "kind", "name", "fields");
        Columns columns = new Columns();
        columns.add(names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
        for (Json entry : entries) {
            columns.add(names.stream().map(name -> cell(entry, name)).toList());
        }
        return columns.text();
    }

    /// What a change changed.
    static String changes(List<Json> changes) throws JsonException {
        if (changes.isEmpty()) {
            return "nothing to change\n";
        }
        Columns columns = new Columns();
        columns.add(List.of("ACTION", "KIND", "NAME"));
        for (Json change : changes) {
            columns.add(
                    List.of(cell(change, "action"), cell(change, "kind"), cell(change, "name")));
        }
        return columns.text();
    }

    private static List<String> cluster(Json object, ClusterActivity activity) throws IOException {
        String name = object.member("name").plain();
        return List.of(
                cell(object, "tenant"),
                activity.lastSample(name),
                activity.state(name) + held(object),
                cell(object, "labels"),
                cell(object, "addresses"));
    }

    private static List<String> agent(Json shown) throws JsonException {
        Json object = shown.member("object");
        Json certificate =
                shown.has("certificate") ? shown.member("certificate") : new Json.Members(Map.of());
        return List.of(
                certificate.has("cluster") ? cell(certificate, "cluster") : cell(object, "cluster"),
                cell(shown, "tenants"),
                cell(shown, "state") + held(object),
                cell(certificate, "enrolled"),
                cell(certificate, "renewed"),
                cell(certificate, "expires"));
    }

    /// What is kept apart of what an object writes now; empty where nothing is.
    private static String held(Json object) throws JsonException {
        if (!object.has("quarantines")) {
            return "";
        }
        StringBuilder held = new StringBuilder();
        for (Json quarantine : object.member("quarantines").list()) {
            if (cell(quarantine, "state").equals("held")) {
                held.append(", held: ").append(cell(quarantine, "name"));
            }
        }
        return held.toString();
    }

    private static List<String> credential(Json object) {
        String of =
                object.has("cluster")
                        ? "cluster " + cell(object, "cluster")
                        : cell(object, "tenants");
        return List.of(
                cell(object, "roles"),
                of,
                object.has("token") ? "token" : "password",
                cell(object, "expires"),
                cell(object, "disabled").equals("true") ? "disabled" : "active");
    }

    private static String view(Json tenant) throws JsonException {
        if (!tenant.has("view")) {
            return "";
        }
        List<String> tenants = new ArrayList<>();
        for (Json part : tenant.member("view").list()) {
            tenants.add(cell(part, "tenants"));
        }
        return String.join(",", tenants);
    }

    /// A member, in one cell; empty where there is none.
    static String cell(Json object, String name) {
        return object instanceof Json.Members(var members) && members.containsKey(name)
                ? text(members.get(name))
                : "";
    }

    /// A value, on one line.
    static String text(Json value) {
        return switch (value) {
            case Json.Text(var text) -> SeriesNames.clean(text);
            case Json.Word(var word) -> word.equals("null") ? "" : word;
            case Json.Items(var items) ->
                    items.stream().map(ObjectRows::text).collect(Collectors.joining(","));
            case Json.Members(var members) ->
                    members.entrySet().stream()
                            .map(member ->
                                    SeriesNames.clean(member.getKey())
                                            + "="
                                            + text(member.getValue()))
                            .collect(Collectors.joining(" "));
        };
    }
}
