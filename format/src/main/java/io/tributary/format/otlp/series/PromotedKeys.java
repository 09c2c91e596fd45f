package io.tributary.format.otlp.series;

import io.tributary.format.otlp.attribute.AttributeList;
import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.format.otlp.rules.Promotion;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Tells by its key whether an attribute of a resource is promoted. Immutable.
final class PromotedKeys {
    private final boolean listedOnly;
    private final List<byte[]> keys;
    private final int countMax;

    PromotedKeys(OtlpSettings settings) {
        listedOnly =
                switch (settings.promotion()) {
                    case Promotion.Only _ -> true;
                    case Promotion.AllBut _ -> false;
                };
        keys =
                settings.promotion().keys().stream()
                        .map(key -> key.getBytes(StandardCharsets.UTF_8))
                        .toList();
        countMax = settings.promotedMax();
    }

    boolean has(AttributeList attributes, int attribute) {
        for (int i = 0; i < keys.size(); i++) {
            if (attributes.hasKey(attribute, keys.get(i))) {
                return listedOnly;
            }
        }
        return !listedOnly;
    }

    /// How many of one resource may be promoted.
    int countMax() {
        return countMax;
    }
}
