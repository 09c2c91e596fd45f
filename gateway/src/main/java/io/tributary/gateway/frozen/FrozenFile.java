package io.tributary.gateway.frozen;

import io.tributary.gateway.pki.store.StoredStateException;
import io.tributary.gateway.pki.store.StoredStateException.Reason;
import io.tributary.gateway.pki.store.WholeFile;
import io.tributary.gateway.registry.journal.CanonicalJson;
import io.tributary.model.Tenant;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;

/// One tenant's file, as `gateway/docs/frozen-settings.md` has it. Stateless.
final class FrozenFile {
    private static final String HEADER = "tributary frozen 1\n";
    private static final int SUM_CHARACTERS = 8;

    /// As many settings as a server's own file may have, and their keys.
    private static final int BYTES_MAX = 4 << 20;

    private static final String PLACE = "frozen";
    private static final String TENANT = "tenant";
    private static final String SINCE = "since";
    private static final String SETTINGS = "settings";

    private FrozenFile() {}

    /// Makes this what the file holds, durably.
    static void write(WholeFile file, Frozen frozen) throws IOException {
        file.replace(bytes(frozen));
    }

    /// @throws IOException if it is not there, or not what was written
    static Frozen read(WholeFile file, UUID id) throws IOException {
        byte[] bytes = file.read(BYTES_MAX).orElseThrow(() -> new IOException(file + " is gone"));
        String text = new String(bytes, StandardCharsets.UTF_8);
        int body = HEADER.length() + SUM_CHARACTERS + 1;
        if (!text.startsWith(HEADER) || text.length() <= body) {
            throw new StoredStateException(
                    Reason.FORMAT, "%s does not begin with \"%s\"".formatted(file, HEADER.strip()));
        }
        String json = text.substring(body);
        if (!text.startsWith(sum(json) + "\n", HEADER.length())) {
            throw new StoredStateException(
                    Reason.DAMAGED,
                    "%s is damaged: it is not what was written. Without it the tenant's settings are frozen anew, as they are declared, by its next point"
                            .formatted(file));
        }
        Optional<YamlNode.Section> whole = CanonicalJson.read(PLACE, json, new Problems());
        try {
            return frozen(whole.orElseThrow(IllegalArgumentException::new), id);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new StoredStateException(
                    Reason.FORMAT, "%s holds nothing that is known: %s".formatted(file, json));
        }
    }

    static byte[] bytes(Frozen frozen) {
        List<YamlNode.Entry> settings = new ArrayList<>();
        frozen.values().forEach((key, value) -> settings.add(entry(key, text(value))));
        String json =
                CanonicalJson.of(
                                new YamlNode.Section(
                                        PLACE,
                                        List.of(
                                                entry(TENANT, text(frozen.tenant().name())),
                                                entry(SINCE, text(frozen.since().toString())),
                                                entry(
                                                        SETTINGS,
                                                        new YamlNode.Section(PLACE, settings)))))
                        + "\n";
        return (HEADER + sum(json) + "\n" + json).getBytes(StandardCharsets.UTF_8);
    }

    private static Frozen frozen(YamlNode.Section whole, UUID id) {
        SortedMap<String, String> values = new TreeMap<>();
        if (!(whole.find(SETTINGS).orElseThrow(IllegalArgumentException::new)
                instanceof YamlNode.Section(_, var entries))) {
            throw new IllegalArgumentException(SETTINGS);
        }
        for (YamlNode.Entry entry : entries) {
            values.put(entry.key(), text(Optional.of(entry.value())));
        }
        return new Frozen(
                new Tenant(id, text(whole.find(TENANT))),
                Instant.parse(text(whole.find(SINCE))),
                values);
    }

    private static String text(Optional<YamlNode> node) {
        if (node.isPresent() && node.get() instanceof YamlNode.Text(_, var value, _)) {
            return value;
        }
        throw new IllegalArgumentException("no text");
    }

    static YamlNode text(String value) {
        return new YamlNode.Text(PLACE, value, false);
    }

    static YamlNode.Entry entry(String key, YamlNode value) {
        return new YamlNode.Entry(PLACE, key, value);
    }

    private static String sum(String json) {
        CRC32C crc = new CRC32C();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(crc.getValue());
    }
}
