package io.tributary.format.federation;

import io.tributary.model.Label;
import io.tributary.model.Utf8Order;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;

/// Writes samples as a scrape of them: in the order of their names, one family after the other.
///
/// A family is told once for floats, once for histograms and once for gauges of histograms, where
/// they stand side by side under one name. That is more than the formats allow, and what upstream
/// does: a Prometheus reads it.
///
/// What is left out: samples without a name, and native histograms where the format has none.
public final class FederationWriter {
    private FederationWriter() {}

    /// Writes all of it.
    ///
    /// @param samples those of one name stay in their order
    public static void write(
            FederationFormat format, List<FederatedSample> samples, OutputStream out)
            throws IOException {
        List<FederatedSample> told =
                samples.stream()
                        .filter(sample -> isTold(format, sample))
                        .sorted(Comparator.comparing(FederationWriter::name, Utf8Order::compare))
                        .toList();
        FamilyWriter writer = writer(format, out);
        int start = 0;
        while (start < told.size()) {
            String name = name(told.get(start));
            FamilyType type = FamilyType.of(told.get(start));
            int end = start + 1;
            while (end < told.size()
                    && name(told.get(end)).equals(name)
                    && FamilyType.of(told.get(end)) == type) {
                end++;
            }
            writer.write(format.escaping().escape(name), type, told.subList(start, end));
            start = end;
        }
        writer.end();
    }

    private static FamilyWriter writer(FederationFormat format, OutputStream out) {
        return switch (format.form()) {
            case TEXT -> new TextFamilies(format.escaping(), false, out);
            case OPEN_METRICS -> new TextFamilies(format.escaping(), true, out);
            case PROTOBUF -> new ProtoFamilies(format.escaping(), out);
        };
    }

    private static boolean isTold(FederationFormat format, FederatedSample sample) {
        boolean room =
                switch (sample) {
                    case FederatedSample.Scalar _ -> true;
                    case FederatedSample.Distribution(_, _, var histogram) ->
                            histogram.isCustom() || format.hasNativeHistograms();
                };
        return room && sample.labels().has(Label.METRIC_NAME);
    }

    private static String name(FederatedSample sample) {
        return sample.labels().metricName();
    }
}
