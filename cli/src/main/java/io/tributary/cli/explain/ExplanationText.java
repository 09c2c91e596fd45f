package io.tributary.cli.explain;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import io.tributary.cli.query.SeriesNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What would become of a series, step by step, for people.
///
/// ```
/// sender    eu-1, of cluster eu-1; roles writer; granted tenants own
/// routing   by labels team, take first
///           allow-list: a
///           default own; copies to nothing; unknown: reject; missing: default
///           label team names a: granted
/// tenant    a
///           stamped: cluster="eu-1"
/// stored    up{cluster="eu-1", team="a"}
/// ```
public final class ExplanationText {
    private static final String NOTHING = "nothing";
    private static final String GAP = "          ";

    private final StringBuilder lines = new StringBuilder();

    private ExplanationText() {}

    /// The answer of `/admin/v1/explain`, as lines.
    ///
    /// @throws JsonException if it is none
    public static String of(Json explanation) throws JsonException {
        ExplanationText text = new ExplanationText();
        text.addSender(explanation.member("sender"));
        if (explanation.has("refused")) {
            text.line("refused", refused(explanation.member("refused")));
            return text.lines.toString();
        }
        if (explanation.has("routing")) {
            text.addRouting(explanation.member("routing"));
        } else {
            text.line("routing", "none: all goes to " + cell(explanation, "home"));
        }
        List<Json> tenants = explanation.member("tenants").list();
        for (Json tenant : tenants) {
            text.addTenant(tenant);
        }
        if (tenants.isEmpty()) {
            text.line("result", "stored nowhere");
        }
        return text.lines.toString();
    }

    private void addSender(Json sender) throws JsonException {
        StringBuilder who = new StringBuilder(cell(sender, "name"));
        if (sender.has("cluster")) {
            who.append(", of cluster ").append(cell(sender, "cluster"));
        }
        who.append("; roles ").append(words(sender, "roles"));
        who.append("; granted tenants ").append(words(sender, "tenants"));
        if (sender.has("defaultTenant")) {
            who.append(", by default ").append(cell(sender, "defaultTenant"));
        }
        line("sender", who.toString());
    }

    private void addRouting(Json routing) throws JsonException {
        List<String> by = new ArrayList<>();
        if (!routing.member("labels").list().isEmpty()) {
            by.add("labels " + words(routing, "labels"));
        }
        if (routing.has("template")) {
            by.add("template " + cell(routing, "template"));
        }
        line(
                "routing",
                (by.isEmpty()
                                ? "no label chooses"
                                : "by %s, take %s"
                                        .formatted(
                                                String.join(", then ", by), cell(routing, "take")))
                        + (cell(routing, "prefix").isEmpty()
                                ? ""
                                : ", prefix " + cell(routing, "prefix")));
        List<String> granted = new ArrayList<>();
        if (cell(routing, "anyTenant").equals("true")) {
            granted.add("every tenant");
        }
        for (Json prefix : routing.member("tenantPrefixes").list()) {
            granted.add(text(prefix) + "*");
        }
        for (Json name : routing.member("tenants").list()) {
            granted.add(text(name));
        }
        line("", "allow-list: " + (granted.isEmpty() ? NOTHING : String.join(", ", granted)));
        line(
                "",
                "default %s; copies to %s; unknown: %s; missing: %s"
                        .formatted(
                                words(routing, "default"),
                                words(routing, "replicate"),
                                cell(routing, "unknown"),
                                cell(routing, "missing")));
        for (Json name : routing.member("names").list()) {
            line(
                    "",
                    "%s names %s: %s"
                            .formatted(
                                    name.has("label")
                                            ? "label " + cell(name, "label")
                                            : "the template",
                                    cell(name, "name"),
                                    name.has("fault") ? cell(name, "fault") : "granted"));
        }
        addOutcome(routing, "refused");
        addOutcome(routing, "dropped");
        if (!cell(routing, "why").isEmpty()) {
            line("", cell(routing, "why"));
        }
    }

    private void addOutcome(Json routing, String outcome) throws JsonException {
        for (Json fault : routing.member(outcome).list()) {
            line(outcome, text(fault));
        }
    }

    private void addTenant(Json tenant) throws JsonException {
        line(
                "tenant",
                cell(tenant, "tenant")
                        + (tenant.has("quarantine")
                                ? ", kept apart in quarantine " + cell(tenant, "quarantine")
                                : ""));
        if (!tenant.has("steps")) {
            line("", "what happens there is for those to see who see to it");
            return;
        }
        for (Json step : tenant.member("steps").list()) {
            line("", step(step));
        }
        if (tenant.has("refused")) {
            line("refused", refused(tenant.member("refused")));
        } else {
            line("stored", series(tenant.member("labels")));
        }
    }

    private static String step(Json step) throws JsonException {
        return switch (cell(step, "step")) {
            case "remove" -> "removed: " + label(step);
            case "relabel" ->
                    "relabel rule %s of the %s (%s): %s"
                            .formatted(
                                    cell(step, "rule"),
                                    cell(step, "of"),
                                    cell(step, "action"),
                                    cell(step, "changed").equals("true")
                                            ? series(step.member("labels"))
                                            : "no change");
            default ->
                    "stamped: "
                            + label(step)
                            + (cell(step, "given").isEmpty()
                                    ? ""
                                    : ", the sender said \"%s\"".formatted(cell(step, "given")));
        };
    }

    private static String refused(Json refused) throws JsonException {
        return "%s %s: %s"
                .formatted(cell(refused, "status"), cell(refused, "reason"), cell(refused, "why"));
    }

    private static String label(Json step) throws JsonException {
        return "%s=\"%s\"".formatted(cell(step, "label"), cell(step, "value"));
    }

    private static String series(Json labels) throws JsonException {
        Map<String, String> all = new LinkedHashMap<>();
        if (labels instanceof Json.Members(var members)) {
            for (Map.Entry<String, Json> label : members.entrySet()) {
                all.put(SeriesNames.clean(label.getKey()), label.getValue().plain());
            }
        }
        return SeriesNames.written(all);
    }

    private static String words(Json object, String name) throws JsonException {
        List<String> words = new ArrayList<>();
        for (Json item : object.member(name).list()) {
            words.add(text(item));
        }
        return words.isEmpty() ? NOTHING : String.join(", ", words);
    }

    /// A member as text; empty where there is none.
    private static String cell(Json object, String name) throws JsonException {
        return object.has(name) ? text(object.member(name)) : "";
    }

    private static String text(Json value) throws JsonException {
        return SeriesNames.clean(value.plain());
    }

    private void line(String head, String rest) {
        lines.append(head).append(GAP, head.length(), GAP.length()).append(rest).append('\n');
    }
}
