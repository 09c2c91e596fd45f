package io.tributary.format.otlp.name;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The families that metrics are: each name made once, and remembered by name, unit and kind, from
/// request to request.
///
/// Bounds: {@link #FAMILIES_MAX} of a kind a request; all is forgotten before a request that finds
/// more than {@link #KEPT_BYTES_MAX} remembered.
public final class Families {
    /// Metrics of different names that a request may bring.
    public static final int FAMILIES_MAX = 1 << 16;

    static final int KEPT_BYTES_MAX = 1 << 20;

    /// What a remembered family costs beside five times its name, about.
    private static final int ENTRY_BYTES = 400;

    private final MetricNaming naming;
    private final Map<MetricKind, Map<NameKey, Map<NameKey, Family>>> known =
            new EnumMap<>(MetricKind.class);
    private final NameKey asked = new NameKey();
    private int count;
    private long keptBytes;

    public Families(MetricNaming naming) {
        this.naming = naming;
    }

    /// Before each request.
    public void begin() {
        if (keptBytes > KEPT_BYTES_MAX) {
            known.clear();
            count = 0;
            keptBytes = 0;
        }
    }

    /// A family without a name.
    public Family none() {
        return Family.NONE;
    }

    /// Whether a request has brought as many as it may: `of` then knows no new one.
    public boolean isFull() {
        return count >= FAMILIES_MAX;
    }

    /// The family of a metric; one that has no name if none can be made.
    public Family of(
            byte[] bytes,
            int nameOffset,
            int nameLength,
            int unitOffset,
            int unitLength,
            MetricKind kind) {
        @Nullable Map<NameKey, Map<NameKey, Family>> units = known.get(kind);
        if (units != null) {
            @Nullable Map<NameKey, Family> names =
                    units.get(asked.set(bytes, unitOffset, unitLength));
            if (names != null) {
                @Nullable Family family = names.get(asked.set(bytes, nameOffset, nameLength));
                if (family != null) {
                    return family;
                }
            }
        }
        if (isFull()) {
            return Family.NONE;
        }
        NameKey name = new NameKey().set(bytes, nameOffset, nameLength).copy();
        NameKey unit = new NameKey().set(bytes, unitOffset, unitLength).copy();
        Family family = make(name.toBytes(), unit.toBytes(), kind);
        known.computeIfAbsent(kind, _ -> new HashMap<>())
                .computeIfAbsent(unit, _ -> new HashMap<>())
                .put(name, family);
        count++;
        keptBytes += ENTRY_BYTES + 5L * nameLength + 2L * unitLength;
        return family;
    }

    private Family make(byte[] metric, byte[] unit, MetricKind kind) {
        String unitText = new String(unit, StandardCharsets.ISO_8859_1);
        String name =
                MetricNamer.name(
                        new String(metric, StandardCharsets.ISO_8859_1), unitText, kind, naming);
        String told = UnitNames.of(unitText).escaped().joined();
        return new Family(
                name.getBytes(StandardCharsets.ISO_8859_1),
                told.getBytes(StandardCharsets.ISO_8859_1));
    }
}
