package io.tributary.format.remoteread;

import io.tributary.format.protobuf.ProtoWriter;
import io.tributary.model.Labels;

/// The labels of a series, in the field that all messages have them in.
final class LabelFields {
    private static final int LABELS = 1;

    private LabelFields() {}

    static void write(Labels labels, ProtoWriter into) {
        for (int i = 0; i < labels.size(); i++) {
            int label = into.begin(LABELS);
            into.text(1, labels.name(i));
            into.text(2, labels.value(i));
            into.end(label);
        }
    }
}
