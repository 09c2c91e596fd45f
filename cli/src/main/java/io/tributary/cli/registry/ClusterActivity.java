package io.tributary.cli.registry;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import io.tributary.cli.query.SeriesNames;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// When clusters were last heard of, as the server tells beside what is declared of them.
///
/// @param raw as it came, JSON; empty where it was not asked for, or could not be read
/// @param clusters by name
/// @param problem why it could not be read
record ClusterActivity(Optional<String> raw, Map<String, Json> clusters, Optional<String> problem) {
    /// Nothing was asked for.
    static final ClusterActivity NONE =
            new ClusterActivity(Optional.empty(), Map.of(), Optional.empty());

    private static final String UNKNOWN = "unknown";
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    ClusterActivity {
        clusters = Map.copyOf(clusters);
    }

    /// Asks for it; who may not is told so, and nothing else is lost.
    static ClusterActivity read(AdminClient client) throws InterruptedException {
        try {
            AdminClient.Reply reply = client.query("clusters", Optional.empty());
            Map<String, Json> clusters = new HashMap<>();
            for (Json cluster : reply.data().list()) {
                clusters.put(cluster.member("name").plain(), cluster);
            }
            return new ClusterActivity(Optional.of(reply.raw()), clusters, Optional.empty());
        } catch (IOException e) {
            return new ClusterActivity(
                    Optional.empty(), Map.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /// A JSON object, with this as its member `activity`.
    String beside(String object) {
        return raw.map(known ->
                        object.substring(0, object.lastIndexOf('}'))
                                + ",\"activity\":"
                                + known
                                + "}")
                .orElse(object);
    }

    /// How long ago a sample of a cluster was last stored: `12s`, `3h 5m`, `never`.
    String lastSample(String cluster) throws IOException {
        Json known = clusters.get(cluster);
        if (known == null) {
            return UNKNOWN;
        }
        return known.has("lastSampleTime")
                ? duration(known.member("ageSeconds").plain()) + " ago"
                : "never";
    }

    /// `sends`, `silent`, or what it is silent for by intention.
    String state(String cluster) throws JsonException {
        Json known = clusters.get(cluster);
        if (known == null) {
            return UNKNOWN;
        }
        if (known.has("maintenance")) {
            String why = SeriesNames.clean(known.member("maintenance").plain());
            return why.isEmpty() ? "maintenance" : "maintenance: " + why;
        }
        return known.member("silent").plain().equals("true") ? "silent" : "sends";
    }

    private static String duration(String seconds) throws IOException {
        long whole;
        try {
            whole = (long) Double.parseDouble(seconds);
        } catch (NumberFormatException e) {
            throw new IOException("ageSeconds: found no number", e);
        }
        if (whole < MINUTE) {
            return whole + "s";
        }
        if (whole < HOUR) {
            return "%dm %ds".formatted(whole / MINUTE, whole % MINUTE);
        }
        return whole < DAY
                ? "%dh %dm".formatted(whole / HOUR, whole % HOUR / MINUTE)
                : "%dd %dh".formatted(whole / DAY, whole % DAY / HOUR);
    }
}
