package io.tributary.server.raw;

import io.tributary.format.federation.FederatedSample;
import io.tributary.format.federation.FederationFormat;
import io.tributary.format.federation.FederationWriter;
import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesView;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import io.tributary.server.query.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `/federate`: the newest sample of each series that matches one selector at least, within the
/// lookback, as a scrape of them. A series whose newest is a staleness marker is not told.
///
/// Source: Prometheus `web/federate.go`.
public final class FederateApi {
    /// Of one sample that is kept until all are: its labels, and what holds it.
    private static final int SAMPLE_BYTES = 300;

    private final RawReads reads;
    private final long lookbackMillis;

    /// @param lookbackMillis how old a sample may be to count as current
    public FederateApi(RawReads reads, long lookbackMillis) {
        this.reads = reads;
        this.lookbackMillis = lookbackMillis;
    }

    public void addTo(ApiRoutes routes) {
        routes.scoped(
                Kind.STORED,
                "GET",
                "/federate",
                "`match[]`: the newest sample of each series, to be scraped: [federation](query-api.md#federation)",
                new PlainErrors(this::federate));
    }

    private HttpAnswer federate(ApiRoute.Request request) throws IOException, InterruptedException {
        List<List<Matcher>> matchers = request.parameters().selectors(false);
        FederationFormat format =
                FederationFormat.of(String.join(",", request.exchange().headers("accept")));
        long now = reads.clock().wallMillis();
        // A selector leaves its start out; a sample as old as the lookback still counts.
        long after = now - lookbackMillis - 1;
        List<Selector> selectors =
                matchers.stream().map(each -> new Selector(each, after, now)).toList();
        Question question =
                Question.read(
                        request.parameters().parameters().all("match[]"), "federate", after, now);
        long samplesMax = reads.limits().of(request).terms().samplesMax();
        List<FederatedSample> newest =
                reads.run(request, question, samplesMax, reading -> newest(reading, selectors));
        return new HttpAnswer(
                200,
                List.of(Map.entry("content-type", format.contentType())),
                out -> FederationWriter.write(format, newest, out));
    }

    private static List<FederatedSample> newest(Reading reading, List<Selector> selectors)
            throws IOException {
        List<FederatedSample> found = new ArrayList<>();
        if (selectors.isEmpty()) {
            return found;
        }
        Set<Labels> seen = new HashSet<>();
        try (SeriesView view = reading.select(selectors)) {
            for (int selector = 0; selector < selectors.size(); selector++) {
                Selector of = selectors.get(selector);
                for (int i = 0; i < view.seriesCount(selector); i++) {
                    Labels labels = view.labels(selector, i);
                    if (selectors.size() == 1 || seen.add(labels)) {
                        reading.budget().take(SAMPLE_BYTES, "samples to be told");
                        SampleColumn samples =
                                reading.read(view, selector, i, of.fromMillis(), of.toMillis());
                        newest(reading, labels, samples).ifPresent(found::add);
                    }
                }
            }
        }
        if (selectors.size() > 1) {
            found.sort(Comparator.comparing(FederatedSample::labels));
        }
        return found;
    }

    private static Optional<FederatedSample> newest(
            Reading reading, Labels labels, SampleColumn samples) {
        int last = samples.size() - 1;
        if (last < 0) {
            return Optional.empty();
        }
        if (samples.isHistogram(last)) {
            reading.budget().take(samples.histogram(last).sizeBytes(), "histograms to be told");
            return Optional.of(
                    new FederatedSample.Distribution(
                            labels, samples.time(last), samples.histogram(last)));
        }
        return SampleBits.isStale(samples.value(last))
                ? Optional.empty()
                : Optional.of(
                        new FederatedSample.Scalar(
                                labels, samples.time(last), samples.value(last)));
    }
}
