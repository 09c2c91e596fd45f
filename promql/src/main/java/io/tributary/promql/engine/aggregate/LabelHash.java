package io.tributary.promql.engine.aggregate;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.promql.engine.numeric.XxHash64;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Where a label set stands between all there can be: what Prometheus samples by (`labels.Hash` in
/// `model/labels/labels_stringlabels.go`, which is what its releases are built with).
///
/// The hash is over the names and values in order, each behind its length: a byte up to 254, else
/// 255 and three bytes, the least first.
final class LabelHash {
    private static final int SHORT_MAX = 254;

    private LabelHash() {}

    /// From 0 up, below 1 but for the last 2¹⁰ of all hashes, which are 1.
    static double share(Labels labels) {
        return SampleBits.ofUnsigned(hash(labels)) / 0x1p64;
    }

    static long hash(Labels labels) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        for (int i = 0; i < labels.size(); i++) {
            add(labels.name(i), encoded);
            add(labels.value(i), encoded);
        }
        return XxHash64.hash(encoded.toByteArray());
    }

    private static void add(String text, ByteArrayOutputStream into) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= SHORT_MAX) {
            into.write(bytes.length);
        } else {
            into.write(255);
            into.write(bytes.length);
            into.write(bytes.length >>> 8);
            into.write(bytes.length >>> 16);
        }
        into.writeBytes(bytes);
    }
}
