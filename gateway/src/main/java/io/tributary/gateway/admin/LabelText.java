package io.tributary.gateway.admin;

import io.tributary.model.Label;
import io.tributary.model.flow.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The labels of a series that nobody sent, as a decoder would leave them. Stateless.
final class LabelText {
    private LabelText() {}

    /// A batch of one series without samples, its labels as symbols in this order.
    static WriteBatch batch(List<Label> labels) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        WriteBatch batch = new WriteBatch();
        batch.reset(new byte[0]);
        for (Label label : labels) {
            add(label.name(), bytes, batch);
            add(label.value(), bytes, batch);
        }
        batch.moveTo(bytes.toByteArray());
        batch.beginSeries(0, 2 * labels.size());
        return batch;
    }

    private static void add(String text, ByteArrayOutputStream bytes, WriteBatch batch) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        batch.symbols().addRef(batch.symbols().add(bytes.size(), utf8.length));
        bytes.writeBytes(utf8);
    }
}
